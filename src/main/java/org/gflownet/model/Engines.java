package org.gflownet.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Chooses the engine that evaluates a network. */
public final class Engines {
  /** Configuration value that takes the best engine that can run. */
  public static final String AUTO = "auto";

  private Engines() {}

  /**
   * The factory of an engine's models; the driver chooses once, executors follow.
   *
   * @param engine {@code auto} or the name of an engine
   * @param spec shape of the network
   * @throws IllegalArgumentException if there is no such engine or it cannot run in this JVM, in
   *     one line that says what to do
   */
  public static EngineFactory select(String engine, MlpSpec spec) {
    return new EngineFactory(resolve(engine), spec);
  }

  /**
   * The name of the engine that a configuration value stands for.
   *
   * @param engine {@code auto} or the name of an engine
   * @throws IllegalArgumentException as {@link #select} says
   */
  public static String resolve(String engine) {
    if (!engine.equals(AUTO)) {
      return provider(engine).name();
    }
    List<String> problems = new ArrayList<>();
    for (EngineProvider provider : providers()) {
      if (provider.priority() >= 0) {
        if (provider.problem().isEmpty()) {
          return provider.name();
        }
        problems.add(provider.name() + ": " + provider.problem().get());
      }
    }
    throw new IllegalArgumentException("no engine can run here: " + String.join("; ", problems));
  }

  /**
   * New arithmetic of an engine, for networks other than the perceptron.
   *
   * @param engine name of an engine, never {@code auto}
   * @throws IllegalArgumentException if the engine cannot run in this JVM or has no arithmetic of
   *     its own, in one line that says what to do
   */
  public static MatrixKernels kernels(String engine) {
    return provider(engine)
        .kernels()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "engine '" + engine + "' evaluates perceptrons only; set it to " + AUTO));
  }

  /** One line about an engine that can run in this JVM, for the log. */
  public static String describe(String engine) {
    return provider(engine).describe();
  }

  /**
   * One line on why an engine cannot run in this JVM and what to do; empty if it can.
   *
   * @param engine name of an engine, never {@code auto}
   */
  public static Optional<String> problem(String engine) {
    return named(engine).problem();
  }

  /** Names of all engines, the preferred ones first. */
  public static List<String> names() {
    return providers().stream().map(EngineProvider::name).collect(Collectors.toUnmodifiableList());
  }

  /**
   * New kernels for one thread, the fastest here among those that give the same bits on every
   * machine.
   */
  public static MatrixKernels exactKernels() {
    return providers().stream()
        .filter(provider -> provider.isExact() && provider.problem().isEmpty())
        .flatMap(provider -> provider.kernels().stream())
        .findFirst()
        .orElseThrow();
  }

  /**
   * The engine of that name, if it can run in this JVM; else an exception as {@link #select} says.
   */
  static EngineProvider provider(String name) {
    EngineProvider provider = named(name);
    if (provider.problem().isPresent()) {
      throw new IllegalArgumentException(
          "engine '" + name + "' cannot run here: " + provider.problem().get());
    }
    return provider;
  }

  private static EngineProvider named(String name) {
    for (EngineProvider provider : providers()) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new IllegalArgumentException(
        "no engine '" + name + "'; known: " + AUTO + ", " + String.join(", ", names()));
  }

  private static List<EngineProvider> providers() {
    List<EngineProvider> providers = new ArrayList<>();
    ServiceLoader.load(EngineProvider.class, EngineProvider.class.getClassLoader())
        .forEach(providers::add);
    providers.sort(
        Comparator.comparingInt(EngineProvider::priority)
            .reversed()
            .thenComparing(EngineProvider::name));
    return providers;
  }
}
