package org.gflownet.job;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gflownet.run.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: completes the options of the scripts in bash and zsh. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes the options of train.sh, sample.sh and the others, and the"
          + " sub-commands of _submit.sh, in bash and zsh."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  source <(submit-scripts/completion.sh)",
      "  submit-scripts/completion.sh > ~/.gflownet-completion  # then source that file in"
          + " ~/.bashrc"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    // The one that takes the name of a sub-command first, then each that is one.
    out.println(AutoComplete.bash("_submit.sh", spec.parent().commandLine()));
    for (Map.Entry<String, CommandLine> sub : spec.parent().subcommands().entrySet()) {
      out.println(AutoComplete.bash(sub.getKey() + ".sh", sub.getValue()));
    }
    out.flush();
    return ExitCode.OK;
  }
}
