package example.strands;

import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.EnumerableEnvironmentContract;

/** Strands of up to 4 letters, all 341 of them, are what an environment has to be. */
class StrandEnvironmentTest extends EnumerableEnvironmentContract<String> {

  @Override
  protected EnumerableEnvironment<String> environment() {
    return new StrandEnvironment(4);
  }
}
