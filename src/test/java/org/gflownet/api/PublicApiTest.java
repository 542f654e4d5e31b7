package org.gflownet.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gflownet.testing.PublicTypes;
import org.junit.jupiter.api.Test;

/** What programs and plug-ins of others compile against keeps its form, and the page names it. */
class PublicApiTest {
  private static final Path SIGNATURES =
      Path.of("src", "test", "resources", "org", "gflownet", "api", "signatures.txt");
  private static final Path PAGE = Path.of("docs", "api.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]\\w+)` \\|");

  /** What a user of this project has beside it: Java, Spark with its Scala, and CDK's molecules. */
  private static final Pattern OF_OTHERS =
      Pattern.compile(
          "(java|scala|org\\.apache\\.spark)\\..*|org\\.openscience\\.cdk\\.interfaces\\..*");

  @Test
  void signaturesAreThoseThatAreTracked() throws IOException {
    String text = Signatures.text(PublicTypes.all());
    if (Boolean.getBoolean("gflownet.renew")) {
      Files.writeString(SIGNATURES, text);
    }
    String tracked = Files.readString(SIGNATURES);
    assertThat(Signatures.changes(tracked, text))
        .as(
            "public signatures have changed; where that is meant, renew %s with"
                + " mvn test -Dtest=PublicApiTest -Dgflownet.renew=true, and tell users in"
                + " CHANGELOG.md",
            SIGNATURES)
        .isEmpty();
    assertThat(text).isEqualTo(tracked);
  }

  /** Else nobody could use them with the jar "api" alone. */
  @Test
  void signaturesNameNoClassThatIsNotPublicToo() {
    Set<String> known = PublicTypes.all().stream().map(Class::getName).collect(Collectors.toSet());
    for (Class<?> type : PublicTypes.all()) {
      assertThat(new Signatures(type).named())
          .as(type.getName())
          .allMatch(name -> known.contains(name) || OF_OTHERS.matcher(name).matches());
      assertThat(Modifier.isPublic(type.getModifiers())).as(type.getName()).isTrue();
    }
  }

  @Test
  void thePageNamesThem() throws IOException {
    Set<String> named =
        ROW.matcher(Files.readString(PAGE))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named)
        .isEqualTo(
            PublicTypes.topLevel().stream()
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** A class with one of each kind of member. */
  public abstract static class Example<T extends Comparable<T>> implements Function<T, String[]> {
    /** Copied into other classes. */
    public static final int LIMIT = 7;

    private int own;

    /** Made by those who extend it. */
    protected Example(String... first) {
      own = first.length;
    }

    /** Has all that a method can have. */
    public static <E extends Exception> Set<? super E> all(Class<E> kind) throws IOException, E {
      return Set.of();
    }

    @Override
    public final String[] apply(T value) {
      return new String[own];
    }

    void forThisPackage() {}
  }

  @Test
  void aClassIsWrittenInFull() {
    String name = Example.class.getName();
    assertThat(new Signatures(Example.class).lines())
        .containsExactly(
            "public abstract static class "
                + name
                + "<T extends java.lang.Comparable<T>> implements"
                + " java.util.function.Function<T, java.lang.String[]>",
            "  protected Example(java.lang.String...)",
            "  public final java.lang.String[] apply(T)",
            "  public static <E extends java.lang.Exception> java.util.Set<? super E>"
                + " all(java.lang.Class<E>) throws java.io.IOException, E",
            "  public static final int LIMIT = 7");
    assertThat(new Signatures(Example.class).named())
        .contains("java.io.IOException", "java.util.Set", "java.lang.Exception")
        .doesNotContain(name);
  }

  @Test
  void changesAreNamedWithTheirClass() {
    String before =
        """
        public class org.gflownet.A
          public int size()
          public void stay()

        public class org.gflownet.B
          public int size()
        """;
    String after =
        """
        public class org.gflownet.A
          public long size()
          public void stay()

        public final class org.gflownet.B
          public int size()
        """;
    assertThat(Signatures.changes(before, after))
        .containsExactly(
            "- org.gflownet.A: public int size()",
            "- public class org.gflownet.B",
            "+ org.gflownet.A: public long size()",
            "+ public final class org.gflownet.B");
    assertThat(Signatures.changes(before, before)).isEmpty();
  }
}
