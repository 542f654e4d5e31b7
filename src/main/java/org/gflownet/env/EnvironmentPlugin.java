package org.gflownet.env;

import org.gflownet.plugin.Plugin;
import org.gflownet.plugin.PluginSettings;

/**
 * An environment in a jar of its own, found through {@link java.util.ServiceLoader}: {@code
 * env.name} of a configuration is its {@link #name()}, and {@code env.plugin} has its settings.
 *
 * @param <S> the state
 */
public interface EnvironmentPlugin<S> extends Plugin {

  /**
   * The environment. It is an {@link EnumerableEnvironment} where its states can be listed, and
   * then trained policies are compared with R/Z exactly.
   *
   * @throws IllegalArgumentException with one line for the user, if a setting does not fit
   */
  Environment<S> environment(PluginSettings settings);

  /**
   * How objects are written into tables: their {@code toString} in a column {@code object}, unless
   * overridden.
   *
   * @param environment made by {@link #environment}
   */
  default StateColumns<S> columns(Environment<S> environment) {
    return new TextColumn<>("object", Object::toString);
  }
}
