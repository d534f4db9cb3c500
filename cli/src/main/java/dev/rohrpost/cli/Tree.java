package dev.rohrpost.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/// All commands in one tree, for completion and manual pages; running a command needs only one of
/// them.
final class Tree {
  private Tree() {}

  static CommandSpec of() {
    var root = CommandSpec.create().name("rohrpost");
    root.usageMessage().description("UNIX interprocess communication from the shell.");
    Map<String, CommandSpec> groups = new HashMap<>();
    for (var entry : Commands.all()) {
      var words = Main.words(entry.name());
      var parent =
          words.length == 1 ? root : groups.computeIfAbsent(words[0], word -> group(root, word));
      parent.addSubcommand(words[words.length - 1], Commands.get(entry.name()).spec());
    }
    return root;
  }

  private static CommandSpec group(CommandSpec root, String word) {
    var group = CommandSpec.create().name("rohrpost " + word);
    root.addSubcommand(word, group);
    return group;
  }
}
