package example.strands;

import java.util.Map;
import org.gflownet.env.Environment;
import org.gflownet.env.EnvironmentPlugin;
import org.gflownet.env.StateColumns;
import org.gflownet.env.TextColumn;
import org.gflownet.plugin.PluginSettings;

/** {@code env.name = strands}. */
public final class StrandPlugin implements EnvironmentPlugin<String> {

  @Override
  public String name() {
    return "strands";
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("length", 5);
  }

  @Override
  public Environment<String> environment(PluginSettings settings) {
    return new StrandEnvironment(settings.count("length", 1, 12));
  }

  @Override
  public StateColumns<String> columns(Environment<String> environment) {
    return new TextColumn<>("strand", strand -> strand);
  }
}
