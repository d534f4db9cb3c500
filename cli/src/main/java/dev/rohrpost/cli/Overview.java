package dev.rohrpost.cli;

import dev.rohrpost.cli.output.Out;
import dev.rohrpost.cli.output.Table;
import java.io.IOException;
import java.util.List;

/// What `--help` shows where no command was chosen yet.
///
/// @param usage the words so far
/// @param parts the commands to choose from
/// @param examples lines that can be run
record Overview(String usage, List<Commands.Part> parts, List<String> examples) {
  static Overview ofAll() {
    return new Overview(
        "rohrpost",
        Commands.parts(),
        List.of("rohrpost connect ls wc", "rohrpost signal list", "rohrpost completion bash"));
  }

  static Overview of(String group) {
    var commands = Commands.group(group);
    var list = group + " list";
    var example =
        commands.stream().anyMatch(each -> each.name().equals(list))
            ? list
            : commands.getFirst().name() + " --help";
    return new Overview(
        "rohrpost " + group,
        List.of(new Commands.Part("Commands", commands)),
        List.of("rohrpost " + example));
  }

  void print(Out out) throws IOException {
    out.line("Usage: " + usage + " COMMAND [ARGUMENT...]");
    out.line("UNIX interprocess communication from the shell.");
    var table = new Table();
    for (var part : parts) {
      table.row("");
      table.row(part.title() + ":");
      for (var command : part.entries()) {
        table.row("  " + command.name(), command.summary());
      }
    }
    table.print(out, false);
    out.line("");
    out.line("Examples:");
    for (var example : examples) {
      out.line("  " + example);
    }
    out.line("");
    out.line(
        "Help on a command: rohrpost COMMAND --help. Exit status: 0 done, 1 failed, 2 wrong usage,");
    out.line("3 would have to wait (--no-wait), 124 deadline passed (--timeout).");
  }
}
