package org.gflownet;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The order of dependence between packages. */
@AnalyzeClasses(packages = "org.gflownet", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.gflownet.";
  private static final String CDK = "org.openscience.cdk..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String UNIVOCITY = "com.univocity..";
  private static final String KRYO = "com.esotericsoftware.kryo..";
  private static final String[] SPARK = {
    "org.apache.spark..", "org.apache.hadoop..", "scala..", KRYO, "org.slf4j.."
  };
  private static final String[] DL4J = {"org.deeplearning4j..", "org.nd4j.."};

  /** What each package that has a rule may use of the others, for the comparison with its page. */
  private static final Map<String, Set<String>> ALLOWED = new TreeMap<>();

  private static final Pattern DEPENDS = Pattern.compile("Depends on (.*?)\\.( |$)");
  private static final Pattern CODE = Pattern.compile("\\{@code ([a-z0-9.*]+)\\}");

  /** What Java's specification allows an error of one unit in the last place or more. */
  private static final Set<String> INEXACT =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot");

  /**
   * A package depends on the JDK, on itself and on nothing else but what is listed.
   *
   * @param what the package, below the root
   * @param allowed packages below the root, or of libraries where they end in two dots
   */
  private static ArchRule only(String what, String... allowed) {
    Set<String> own = new TreeSet<>();
    List<String> all = new ArrayList<>(List.of("java..", ROOT + what));
    for (String name : allowed) {
      if (name.endsWith("..")) {
        all.add(name);
      } else {
        own.add(name);
        all.add(ROOT + name);
      }
    }
    ALLOWED.put(what, own);
    return classes()
        .that()
        .resideInAPackage(ROOT + what)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(all.toArray(String[]::new)));
  }

  private static String[] concat(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  @ArchTest static final ArchRule MATH = only("math");

  @ArchTest static final ArchRule PLUGINS = only("plugin");

  @ArchTest static final ArchRule ENVIRONMENTS = only("env", "math", "plugin");

  @ArchTest static final ArchRule GRIDS = only("env.hypergrid", "math", "env");

  @ArchTest
  static final ArchRule MOLECULES = only("env.molecule", "math", "env", "chem", CDK, JACKSON);

  @ArchTest static final ArchRule REWARDS = only("reward", "math", "env", "plugin");

  @ArchTest
  static final ArchRule GRID_REWARDS =
      only("reward.hypergrid", "math", "env", "env.hypergrid", "reward");

  @ArchTest
  static final ArchRule MOLECULE_REWARDS =
      only(
          "reward.chem",
          "math",
          "env",
          "env.molecule",
          "plugin",
          "reward",
          "reward.chem.property",
          "chem",
          CDK);

  @ArchTest static final ArchRule PROPERTIES = only("reward.chem.property", "chem", CDK);

  @ArchTest
  static final ArchRule DOCKING = only("reward.chem.docking", "chem", "plugin", "reward.chem");

  @ArchTest
  static final ArchRule ACCESSIBILITY = only("reward.chem.sa", "chem", "plugin", "reward.chem");

  /** A network that scores molecules multiplies with the kernels that train networks. */
  @ArchTest
  static final ArchRule SEH_PROXY =
      only("reward.chem.seh", "math", "chem", "plugin", "reward.chem", "model");

  /** Knows neither Spark nor DL4J, which {@code spark.dl4j} brings together for it. */
  @ArchTest
  static final ArchRule FITTED_PROXY =
      only(
          "reward.chem.proxy",
          "math",
          "chem",
          "model",
          "reward.chem",
          "table",
          CDK,
          JACKSON,
          UNIVOCITY);

  @ArchTest static final ArchRule CHEMISTRY = only("chem", "math", "javax.vecmath..", CDK);

  @ArchTest
  static final ArchRule CDK_STAYS_IN_CHEMISTRY =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      ROOT + "chem..",
                      ROOT + "env.molecule",
                      ROOT + "reward.chem..",
                      ROOT + "report.chem")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CDK);

  @ArchTest static final ArchRule TABLES = only("table", UNIVOCITY);

  @ArchTest static final ArchRule MEASURE = only("measure", JACKSON);

  @ArchTest static final ArchRule SOAK = only("soak", "math");

  @ArchTest static final ArchRule MODEL = only("model", "math", "env");

  @ArchTest static final ArchRule GRAPH_MODELS = only("model.graph", "math", "env", "model");

  @ArchTest
  static final ArchRule KERNELS = only("model.vector", "math", "model", "jdk.incubator.vector..");

  @ArchTest
  static final ArchRule DL4J_MODELS =
      only(
          "model.dl4j",
          concat(DL4J, "math", "env", "model", "model.graph", "org.bytedeco.javacpp.."));

  @ArchTest static final ArchRule TRAJECTORY = only("trajectory", "math", "env", "reward", "model");

  @ArchTest
  static final ArchRule OBJECTIVE =
      only("objective", "math", "env", "reward", "model", "trajectory");

  @ArchTest
  static final ArchRule TRAIN =
      only("train", "math", "env", "reward", "model", "trajectory", "objective");

  @ArchTest
  static final ArchRule EVAL =
      only("eval", "math", "env", "reward", "model", "trajectory", "objective", "train");

  @ArchTest
  static final ArchRule BASELINES =
      only("baseline", "math", "env", "env.hypergrid", "reward", "model", "trajectory", "train");

  /** What a reader has to know for an example: plain classes and an optimiser. */
  @ArchTest
  static final ArchRule EXAMPLES =
      only(
          "examples",
          "math",
          "env",
          "env.hypergrid",
          "reward",
          "reward.hypergrid",
          "model",
          "model.dl4j",
          "trajectory",
          "objective",
          "train",
          "eval");

  /** Chunks of molecules are the only plug-in's matter that it knows. */
  @ArchTest
  static final ArchRule SPARK_JOBS =
      only(
          "spark",
          concat(
              SPARK,
              "math",
              "env",
              "reward",
              "reward.chem",
              "model",
              "trajectory",
              "objective",
              "train",
              "eval",
              "baseline",
              "table",
              "spark.store",
              JACKSON,
              "org.apache.parquet.."));

  @ArchTest
  static final ArchRule STORES = only("spark.store", "org.apache.hadoop..", "org.slf4j..", JACKSON);

  @ArchTest
  static final ArchRule PROXY_FITS =
      only(
          "spark.dl4j",
          concat(
              concat(SPARK, DL4J),
              "math",
              "chem",
              "model",
              "model.dl4j",
              "plugin",
              "reward",
              "reward.chem",
              "reward.chem.property",
              "reward.chem.proxy",
              "spark",
              CDK));

  @ArchTest
  static final ArchRule PROBES =
      only(
          "spark.probe",
          concat(
              SPARK,
              "math",
              "env",
              "env.hypergrid",
              "reward",
              "model",
              "trajectory",
              "objective",
              "train",
              "scaling",
              "spark",
              "com.sun.management.."));

  /** Names and constants of what it configures; neither Spark nor DL4J. */
  @ArchTest
  static final ArchRule CONFIGURATION =
      only(
          "config",
          "math",
          "plugin",
          "env",
          "env.hypergrid",
          "env.molecule",
          "reward",
          "reward.hypergrid",
          "reward.chem",
          "reward.chem.proxy",
          "model",
          "trajectory",
          "objective",
          "baseline",
          "com.typesafe.config..");

  @ArchTest
  static final ArchRule REPORT = only("report", "javax.imageio..", JACKSON, "org.knowm.xchart..");

  @ArchTest
  static final ArchRule MOLECULE_REPORTS = only("report.chem", "env.molecule", "chem", CDK);

  @ArchTest static final ArchRule SCALING = only("scaling", "math");

  @ArchTest
  static final ArchRule NOBODY_DEPENDS_ON_EXAMPLES =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "examples")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "examples");

  @ArchTest
  static final ArchRule ADAPTERS_DO_NOT_SEE_ONE_ANOTHER =
      slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                  String name = type.getPackageName();
                  for (String adapter :
                      new String[] {"model.vector", "model.dl4j", "spark", "report"}) {
                    if (name.equals(ROOT + adapter)) {
                      return SliceIdentifier.of(adapter);
                    }
                  }
                  return SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                  return "adapters";
                }
              })
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule SPARK_STAYS_IN_ITS_ADAPTERS =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      ROOT + "spark..", ROOT + "run..", ROOT + "api", ROOT + "job..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  @ArchTest
  static final ArchRule DL4J_STAYS_IN_ITS_ADAPTERS =
      noClasses()
          .that(not(resideInAnyPackage(ROOT + "model.dl4j", ROOT + "spark.dl4j")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DL4J);

  @ArchTest
  static final ArchRule NOBODY_DEPENDS_ON_JOB =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "job..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "job..");

  /** It is for programs of others, and the commands may be its users. */
  @ArchTest
  static final ArchRule ONLY_JOB_DEPENDS_ON_API =
      noClasses()
          .that(not(resideInAnyPackage(ROOT + "api", ROOT + "job..", ROOT + "examples")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "api");

  @ArchTest
  static final ArchRule ONLY_API_AND_JOB_DEPEND_ON_RUN =
      noClasses()
          .that(not(resideInAnyPackage(ROOT + "run..", ROOT + "api", ROOT + "job..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "run..");

  /** From bottom to top; each part may use what stands below it. */
  @ArchTest
  static final ArchRule ORDER_OF_RUN =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("basics")
          .definedBy(ROOT + "run")
          .layer("setup")
          .definedBy(ROOT + "run.setup")
          .layer("folder")
          .definedBy(ROOT + "run.folder")
          .layer("evaluate")
          .definedBy(ROOT + "run.evaluate")
          .layer("report")
          .definedBy(ROOT + "run.report")
          .layer("train")
          .definedBy(ROOT + "run.train")
          .layer("sample")
          .definedBy(ROOT + "run.sample")
          .layer("score")
          .definedBy(ROOT + "run.score")
          .whereLayer("basics")
          .mayNotAccessAnyLayer()
          .whereLayer("setup")
          .mayOnlyAccessLayers("basics")
          .whereLayer("folder")
          .mayOnlyAccessLayers("basics", "setup")
          .whereLayer("evaluate")
          .mayOnlyAccessLayers("basics", "setup", "folder")
          .whereLayer("report")
          .mayOnlyAccessLayers("basics", "setup", "folder", "evaluate")
          .whereLayer("train")
          .mayOnlyAccessLayers("basics", "setup", "folder", "evaluate", "report")
          .whereLayer("sample")
          .mayOnlyAccessLayers("basics", "setup", "folder")
          .whereLayer("score")
          .mayOnlyAccessLayers("basics", "setup", "folder");

  /** Commands share what {@code job.common} and {@code run} hold, and nothing else. */
  @ArchTest
  static final ArchRule COMMANDS_DO_NOT_SEE_ONE_ANOTHER =
      slices()
          .matching(ROOT + "job.(*)")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage(ROOT + "job.*"), resideInAPackage(ROOT + "job.common"));

  @ArchTest
  static final ArchRule ONLY_RUN_AND_ABOVE_KNOW_THE_CONFIGURATION =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      ROOT + "run..", ROOT + "api", ROOT + "job..", ROOT + "config")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "config");

  @ArchTest
  static final ArchRule ONLY_MATH_MAKES_RANDOM_NUMBERS =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "math")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              java.util.Random.class,
              java.util.SplittableRandom.class,
              java.util.concurrent.ThreadLocalRandom.class,
              java.security.SecureRandom.class);

  @ArchTest
  static final ArchRule NO_FUNCTIONS_WHOSE_LAST_BIT_VARIES =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "the target is a function of java.lang.Math whose last bit may differ between"
                      + " interpreter, compilers and processors (use LogSpace or StrictMath)",
                  access ->
                      access.getTargetOwner().isEquivalentTo(Math.class)
                          && INEXACT.contains(access.getTarget().getName())));

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.gflownet.(**)").should().beFreeOfCycles();

  /**
   * Every package has a page, and what the page says that it depends on is what its rule allows.
   */
  @ArchTest
  static void everyPackagePageHasItsRule(JavaClasses classes) throws IOException {
    Set<String> packages =
        classes.stream()
            .map(type -> type.getPackageName().substring(ROOT.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    // What puts the rest together may use all of it, in the orders above.
    packages.removeIf(name -> name.matches("api|(run|job)(\\..*)?"));
    Map<String, Set<String>> pages = new TreeMap<>();
    for (String name : packages) {
      pages.put(name, dependencies(name));
    }
    assertThat(pages).hasSizeGreaterThan(30).isEqualTo(ALLOWED);
  }

  /** Our packages that the page of a package names behind "Depends on". */
  private static Set<String> dependencies(String name) throws IOException {
    Path folder = Path.of("src/main/java/org/gflownet", name.replace('.', '/'));
    String page = Files.readString(folder.resolve("package-info.java"));
    Matcher sentence = DEPENDS.matcher(page.replaceAll("\\s+(\\* ?)?", " "));
    assertThat(sentence.find()).as("%s says what it depends on", name).isTrue();
    Set<String> names = new TreeSet<>();
    Matcher code = CODE.matcher(sentence.group(1));
    while (code.find()) {
      names.add(code.group(1));
    }
    names.removeIf(other -> other.startsWith("java") || other.startsWith("jdk."));
    return names;
  }
}
