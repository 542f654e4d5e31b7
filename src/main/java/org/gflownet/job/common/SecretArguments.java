package org.gflownet.job.common;

import java.util.List;
import java.util.Optional;
import org.gflownet.config.SecretAddresses;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs a command unless one of its arguments is an address with a password in it. */
public final class SecretArguments implements CommandLine.IExecutionStrategy {
  @Override
  public int execute(ParseResult parsed) {
    Optional<ParseResult> command = Optional.of(parsed);
    while (command.isPresent()) {
      for (ArgSpec argument : command.get().matchedArgs()) {
        check(argument, command.get().commandSpec().commandLine());
      }
      command = Optional.ofNullable(command.get().subcommand());
    }
    return new RunLast().execute(parsed);
  }

  private static void check(ArgSpec argument, CommandLine command) {
    for (String value : argument.originalStringValues()) {
      if (SecretAddresses.isIn(value)) {
        throw new ParameterException(
            command, name(argument) + key(value) + ": " + SecretAddresses.ADVICE);
      }
    }
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** Of a setting, which one it is. */
  private static String key(String value) {
    List<String> parts = List.of(value.split("=", 2));
    boolean isSetting = parts.size() == 2 && parts.get(0).matches("[\\w.\"-]{1,120}");
    return isSetting ? " " + parts.get(0) : "";
  }
}
