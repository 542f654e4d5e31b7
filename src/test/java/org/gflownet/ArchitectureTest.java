package org.gflownet;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.Set;

/** The order of dependence between packages. */
@AnalyzeClasses(packages = "org.gflownet", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.gflownet.";
  private static final String CDK = "org.openscience.cdk..";
  private static final String[] ENV = {ROOT + "env", ROOT + "env.hypergrid", ROOT + "plugin"};
  private static final String[] REWARD = {ROOT + "reward", ROOT + "reward.hypergrid"};

  /** What Java's specification allows an error of one unit in the last place or more. */
  private static final Set<String> INEXACT =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot");

  private static ArchRule only(String what, String... allowed) {
    return classes()
        .that()
        .resideInAPackage(ROOT + what)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(concat(allowed, ROOT + what)));
  }

  private static String[] concat(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private static String[] upTo(String... names) {
    String[] all = {"java..", ROOT + "math"};
    all = concat(concat(all, ENV), REWARD);
    for (String name : names) {
      all = concat(all, ROOT + name);
    }
    return all;
  }

  @ArchTest static final ArchRule MATH = only("math", "java..");

  @ArchTest static final ArchRule PLUGINS = only("plugin", "java..");

  @ArchTest
  static final ArchRule ENVIRONMENTS = only("env", "java..", ROOT + "math", ROOT + "plugin");

  @ArchTest
  static final ArchRule GRIDS = only("env.hypergrid", "java..", ROOT + "math", ROOT + "env");

  @ArchTest
  static final ArchRule MOLECULES =
      only(
          "env.molecule",
          "java..",
          CDK,
          "com.fasterxml.jackson..",
          ROOT + "math",
          ROOT + "env",
          ROOT + "chem");

  @ArchTest
  static final ArchRule REWARDS =
      only("reward", concat(ENV, "java..", ROOT + "math", ROOT + "reward.hypergrid"));

  @ArchTest
  static final ArchRule MOLECULE_REWARDS =
      only(
          "reward.chem",
          "java..",
          CDK,
          ROOT + "math",
          ROOT + "env",
          ROOT + "env.molecule",
          ROOT + "reward",
          ROOT + "chem",
          ROOT + "plugin",
          ROOT + "reward.chem.property");

  @ArchTest
  static final ArchRule GRID_REWARDS =
      only("reward.hypergrid", concat(ENV, "java..", ROOT + "math", ROOT + "reward"));

  @ArchTest
  static final ArchRule CHEMISTRY = only("chem", "java..", "javax.vecmath..", CDK, ROOT + "math");

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

  /** A network that scores molecules multiplies with the kernels that train networks. */
  @ArchTest
  static final ArchRule SEH_PROXY =
      only(
          "reward.chem.seh",
          concat(
              REWARD,
              "java..",
              CDK,
              ROOT + "math",
              ROOT + "chem",
              ROOT + "env.molecule",
              ROOT + "reward.chem",
              ROOT + "model"));

  @ArchTest
  static final ArchRule ACCESSIBILITY =
      only("reward.chem.sa", "java..", ROOT + "chem", ROOT + "reward.chem");

  /** Knows neither Spark nor DL4J, which {@code spark.dl4j} brings together for it. */
  @ArchTest
  static final ArchRule FITTED_PROXY =
      only(
          "reward.chem.proxy",
          concat(
              REWARD,
              "java..",
              CDK,
              "com.fasterxml.jackson..",
              "com.univocity..",
              ROOT + "math",
              ROOT + "chem",
              ROOT + "model",
              ROOT + "eval",
              ROOT + "table",
              ROOT + "reward.chem"));

  @ArchTest static final ArchRule TABLES = only("table", "java..", "com.univocity..");

  @ArchTest static final ArchRule MEASURE = only("measure", "java..", "com.fasterxml.jackson..");

  @ArchTest static final ArchRule SOAK = only("soak", "java..", ROOT + "math");

  @ArchTest static final ArchRule MODEL = only("model", concat(ENV, "java..", ROOT + "math"));

  @ArchTest
  static final ArchRule GRAPH_MODELS =
      only("model.graph", "java..", ROOT + "math", ROOT + "env", ROOT + "model");

  @ArchTest static final ArchRule TRAJECTORY = only("trajectory", upTo("model"));

  @ArchTest static final ArchRule OBJECTIVE = only("objective", upTo("model", "trajectory"));

  @ArchTest static final ArchRule TRAIN = only("train", upTo("model", "trajectory", "objective"));

  @ArchTest
  static final ArchRule EVAL = only("eval", upTo("model", "trajectory", "objective", "train"));

  @ArchTest
  static final ArchRule BASELINES =
      only("baseline", upTo("model", "trajectory", "objective", "train"));

  /** What a reader has to know for an example: plain classes and an optimiser. */
  @ArchTest
  static final ArchRule EXAMPLES =
      only("examples", upTo("model", "model.dl4j", "trajectory", "objective", "train", "eval"));

  @ArchTest
  static final ArchRule NOBODY_DEPENDS_ON_EXAMPLES =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "examples")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "examples");

  @ArchTest
  static final ArchRule REPORT =
      only("report", "java..", "javax.imageio..", "com.fasterxml.jackson..", "org.knowm.xchart..");

  @ArchTest
  static final ArchRule MOLECULE_REPORTS =
      only("report.chem", "java..", CDK, ROOT + "env.molecule", ROOT + "chem", ROOT + "report");

  @ArchTest static final ArchRule SCALING = only("scaling", "java..", ROOT + "math");

  @ArchTest
  static final ArchRule KERNELS =
      only("model.vector", "java..", "jdk.incubator.vector..", ROOT + "math", ROOT + "model");

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
          .that(not(resideInAnyPackage(ROOT + "spark..", ROOT + "job")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  @ArchTest
  static final ArchRule DL4J_STAYS_IN_ITS_ADAPTERS =
      noClasses()
          .that(not(resideInAnyPackage(ROOT + "model.dl4j", ROOT + "spark.dl4j")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..");

  @ArchTest
  static final ArchRule NOBODY_DEPENDS_ON_JOB =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "job")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "job");

  @ArchTest
  static final ArchRule ONLY_JOB_KNOWS_THE_CONFIGURATION =
      noClasses()
          .that(not(resideInAnyPackage(ROOT + "job", ROOT + "config")))
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
}
