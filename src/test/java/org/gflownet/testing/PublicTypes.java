package org.gflownet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The classes that programs and plug-ins of others compile against: those of the jar "api". */
public final class PublicTypes {
  private static final Path JAR = Path.of("src", "assembly", "api.xml");
  private static final Pattern CLASS = Pattern.compile("<include>([\\w/]+)\\.class</include>");

  private PublicTypes() {}

  /** Those that stand in no other class, by name. */
  public static List<Class<?>> topLevel() {
    try {
      return CLASS
          .matcher(Files.readString(JAR))
          .results()
          .map(include -> include.group(1).replace('/', '.'))
          .sorted()
          .<Class<?>>map(PublicTypes::load)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them, those within others included, by name. */
  public static List<Class<?>> all() {
    List<Class<?>> all = new ArrayList<>();
    topLevel().forEach(type -> addWithMembers(type, all));
    all.sort(Comparator.comparing(Class::getName));
    return all;
  }

  private static void addWithMembers(Class<?> type, List<Class<?>> all) {
    all.add(type);
    for (Class<?> member : type.getDeclaredClasses()) {
      if ((member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0) {
        addWithMembers(member, all);
      }
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicTypes.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(JAR + " names a class that is not there: " + name, e);
    }
  }
}
