package org.gflownet.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of a class others can name, call or override, as text. */
final class Signatures {
  private static final int VISIBLE = Modifier.PUBLIC | Modifier.PROTECTED;
  private static final int SHOWN = VISIBLE | Modifier.ABSTRACT | Modifier.STATIC | Modifier.FINAL;
  private static final String INDENT = "  ";

  private final Class<?> type;

  Signatures(Class<?> type) {
    this.type = type;
  }

  /** A line for each class, and below it one for each member, in the order of the alphabet. */
  static String text(Collection<Class<?>> types) {
    return types.stream()
        .map(type -> new Signatures(type).lines())
        .map(lines -> String.join("\n", lines) + "\n")
        .collect(Collectors.joining("\n"));
  }

  /**
   * What differs between two texts: lines that are gone, behind a minus, and new ones, behind a
   * plus, each with the class that it is of.
   */
  static List<String> changes(String before, String after) {
    Set<String> old = qualified(before);
    Set<String> now = qualified(after);
    return Stream.concat(
            old.stream().filter(line -> !now.contains(line)).map(line -> "- " + line),
            now.stream().filter(line -> !old.contains(line)).map(line -> "+ " + line))
        .toList();
  }

  private static Set<String> qualified(String text) {
    Set<String> lines = new TreeSet<>();
    String owner = "";
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      if (line.startsWith(INDENT)) {
        lines.add(owner + ": " + line.strip());
      } else {
        owner = name(line);
        lines.add(line);
      }
    }
    return lines;
  }

  /** The class that a heading is of: its first word with the package of this project. */
  private static String name(String heading) {
    return Arrays.stream(heading.split("[ <(]"))
        .filter(word -> word.startsWith("org.gflownet."))
        .findFirst()
        .orElse(heading);
  }

  /** The class in a line, then its members, each behind blanks. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(heading());
    members().map(member -> INDENT + member).sorted().forEach(lines::add);
    return lines;
  }

  private String heading() {
    StringBuilder line = new StringBuilder(modifiers(ofType()));
    if (type.isSealed()) {
      line.append("sealed ");
    }
    line.append(
        type.isRecord()
            ? "record "
            : type.isEnum() ? "enum " : type.isInterface() ? "interface " : "class ");
    line.append(type.getTypeName()).append(variables(type.getTypeParameters()));
    if (type.isRecord()) {
      line.append(
          Arrays.stream(type.getRecordComponents())
              .map(part -> part.getGenericType().getTypeName() + " " + part.getName())
              .collect(Collectors.joining(", ", "(", ")")));
    }
    Type parent = type.getGenericSuperclass();
    if (parent != null && !Set.of(Object.class, Record.class).contains(parent) && !type.isEnum()) {
      line.append(" extends ").append(parent.getTypeName());
    }
    line.append(
        list(type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces()));
    if (type.isSealed()) {
      Class<?>[] permitted = type.getPermittedSubclasses();
      Arrays.sort(permitted, Comparator.comparing(Class::getName));
      line.append(list(" permits ", permitted));
    }
    return line.toString();
  }

  /** Interfaces are abstract, and those within others static: that says nothing of them. */
  private int ofType() {
    return type.isInterface()
        ? type.getModifiers() & ~(Modifier.ABSTRACT | Modifier.STATIC)
        : type.getModifiers();
  }

  private Stream<String> members() {
    return Stream.of(
            fields().map(this::line),
            constructors().map(this::line),
            methods().map(Signatures::line))
        .flatMap(lines -> lines);
  }

  private Stream<Field> fields() {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> !field.isSynthetic() && isVisible(field.getModifiers()));
  }

  private Stream<Constructor<?>> constructors() {
    return Arrays.stream(type.getDeclaredConstructors())
        .filter(made -> !made.isSynthetic() && isVisible(made.getModifiers()));
  }

  private Stream<Method> methods() {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic() && isVisible(method.getModifiers()));
  }

  /** Nobody extends a final class, so what is protected in it is its own. */
  private boolean isVisible(int modifiers) {
    return (modifiers & (Modifier.isFinal(type.getModifiers()) ? Modifier.PUBLIC : VISIBLE)) != 0;
  }

  private String line(Field field) {
    if (field.isEnumConstant()) {
      return field.getName();
    }
    return modifiers(field.getModifiers())
        + field.getGenericType().getTypeName()
        + " "
        + field.getName()
        + constant(field);
  }

  /** Compilers copy the value of a constant into the classes that use it. */
  private static String constant(Field field) {
    boolean isCopied = field.getType().isPrimitive() || field.getType() == String.class;
    if (!isCopied || !Modifier.isStatic(field.getModifiers())) {
      return "";
    }
    try {
      return " = " + field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private String line(Constructor<?> made) {
    return modifiers(made.getModifiers()) + type.getSimpleName() + parameters(made);
  }

  private static String line(Method method) {
    int shown =
        Modifier.isFinal(method.getDeclaringClass().getModifiers())
            ? method.getModifiers() & ~Modifier.FINAL
            : method.getModifiers();
    String variables = variables(method.getTypeParameters());
    return modifiers(shown)
        + (method.isDefault() ? "default " : "")
        + (variables.isEmpty() ? "" : variables + " ")
        + method.getGenericReturnType().getTypeName()
        + " "
        + method.getName()
        + parameters(method);
  }

  private static String parameters(Executable member) {
    String parameters = list("", member.getGenericParameterTypes());
    if (member.isVarArgs()) {
      parameters = parameters.substring(0, parameters.length() - "[]".length()) + "...";
    }
    return "(" + parameters + ")" + list(" throws ", member.getGenericExceptionTypes());
  }

  private static String modifiers(int modifiers) {
    String words = Modifier.toString(modifiers & SHOWN);
    return words.isEmpty() ? "" : words + " ";
  }

  private static String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(variable -> variable.getName() + bounds(variable))
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String bounds(TypeVariable<?> variable) {
    Type[] bounds = variable.getBounds();
    return bounds[0] == Object.class
        ? ""
        : Arrays.stream(bounds)
            .map(Type::getTypeName)
            .collect(Collectors.joining(" & ", " extends ", ""));
  }

  private static String list(String before, Type[] types) {
    return types.length == 0
        ? ""
        : Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", ", before, ""));
  }

  /** Every class that the lines name. */
  Set<String> named() {
    Set<String> names = new TreeSet<>();
    Consumer<Type> add = found -> collect(found, names);
    add.accept(type.getGenericSuperclass());
    each(type.getGenericInterfaces(), add);
    each(type.getPermittedSubclasses(), add);
    eachBound(type.getTypeParameters(), add);
    fields().map(Field::getGenericType).forEach(add);
    Stream.<Executable>concat(constructors(), methods())
        .forEach(
            member -> {
              each(member.getGenericParameterTypes(), add);
              each(member.getGenericExceptionTypes(), add);
              eachBound(member.getTypeParameters(), add);
            });
    methods().map(Method::getGenericReturnType).forEach(add);
    return names;
  }

  private static void each(Type[] types, Consumer<Type> add) {
    if (types != null) {
      Arrays.stream(types).forEach(add);
    }
  }

  private static void eachBound(TypeVariable<?>[] variables, Consumer<Type> add) {
    for (TypeVariable<?> variable : variables) {
      // One that bounds itself, as in T extends Comparable<T>, is named only once.
      for (Type bound : variable.getBounds()) {
        add.accept(bound);
      }
    }
  }

  private static void collect(Type type, Set<String> names) {
    if (type instanceof Class<?> found) {
      Class<?> part = found;
      while (part.isArray()) {
        part = part.getComponentType();
      }
      if (!part.isPrimitive()) {
        names.add(part.getName());
      }
    } else if (type instanceof ParameterizedType generic) {
      collect(generic.getRawType(), names);
      each(generic.getActualTypeArguments(), argument -> collect(argument, names));
    } else if (type instanceof GenericArrayType array) {
      collect(array.getGenericComponentType(), names);
    } else if (type instanceof WildcardType wildcard) {
      each(wildcard.getUpperBounds(), bound -> collect(bound, names));
      each(wildcard.getLowerBounds(), bound -> collect(bound, names));
    }
  }
}
