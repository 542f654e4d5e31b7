package org.gflownet.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every plug-in must satisfy. To check one, extend this class. */
public abstract class PluginContract {

  /** The interface, whose name is that of the file in {@code META-INF/services}. */
  protected abstract Class<? extends Plugin> kind();

  /** The plug-in under test. */
  protected abstract Plugin plugin();

  @Test
  void isFoundByItsName() {
    assertThat(Plugins.all(kind(), List.of()))
        .as("META-INF/services/%s names %s", kind().getName(), plugin().getClass().getName())
        .containsKey(plugin().name());
    assertThat(Plugins.find(kind(), plugin().name()).orElseThrow()).hasSameClassAs(plugin());
  }

  @Test
  void defaultsAreSettings() {
    assertThat(PluginSettings.of(plugin(), Map.of()).values().keySet())
        .isEqualTo(plugin().defaults().keySet())
        .allMatch(key -> key.matches("[a-z][a-z0-9-]*"));
    assertThat(PluginSettings.of(plugin(), plugin().defaults()).values())
        .isEqualTo(PluginSettings.of(plugin(), Map.of()).values());
  }

  @Test
  void otherSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PluginSettings.of(plugin(), Map.of("no-such-setting", 1)))
        .withMessageContaining(plugin().name());
  }
}
