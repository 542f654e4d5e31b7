package org.gflownet.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.gflownet.math.Sha256;

/** Writes records as HOCON that reads back as equal records; keys are sorted. */
final class ResolvedText {
  private ResolvedText() {}

  /** What stands in a section without a key of its own. */
  interface Inlined {
    /** Values by key. */
    Map<String, ?> entries();
  }

  static String of(Record settings) {
    return ConfigValueFactory.fromMap(map(settings))
        .render(ConfigRenderOptions.concise().setFormatted(true).setJson(false));
  }

  /** SHA-256 of a text in UTF-8 as 64 hex digits. */
  static String digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> map(Record section) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(section);
        if (value instanceof Inlined inlined) {
          map.putAll(inlined.entries());
        } else {
          map.put(Kebab.of(component.getName()), plain(value));
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return map;
  }

  private static Object plain(Object value) {
    if (value instanceof Record section) {
      return map(section);
    } else if (value instanceof NamedCount count) {
      return count.plain();
    } else if (value instanceof NamedNumber number) {
      return number.plain();
    } else if (value instanceof Enum<?> choice) {
      return Kebab.of(choice);
    } else if (value instanceof List<?> list) {
      return list.stream().map(ResolvedText::plain).toList();
    } else if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? plain(optional.get()) : null;
    } else if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? optional.getAsInt() : null;
    } else if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? optional.getAsLong() : null;
    } else if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? optional.getAsDouble() : null;
    }
    return value;
  }
}
