package dev.rohrpost.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual pages, made of the same descriptions as `--help`; in the language of man(7).
public final class Manual {
  private Manual() {}

  /// Writes one page for each command, and one for all.
  ///
  /// @param folder such as `man/man1`
  /// @throws IOException if it cannot be written
  public static void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("rohrpost.1"), overview());
    for (var entry : Commands.all()) {
      Files.writeString(folder.resolve(fileName(entry)), page(entry));
    }
  }

  static String fileName(Commands.Entry entry) {
    return "rohrpost-" + entry.name().replace(' ', '-') + ".1";
  }

  private static String overview() {
    var page =
        new StringBuilder(head("rohrpost", "UNIX interprocess communication from the shell"));
    page.append(".SH SYNOPSIS\n.B rohrpost\nCOMMAND [ARGUMENT]...\n.SH COMMANDS\n");
    for (var part : Commands.parts()) {
      page.append(".SS ").append(text(part.title())).append('\n');
      for (var entry : part.entries()) {
        page.append(".TP\n.BR rohrpost\\-")
            .append(text(entry.name().replace(' ', '-')))
            .append(" (1)\n")
            .append(text(entry.summary()))
            .append('\n');
      }
    }
    return page.append(EXIT_STATUS).toString();
  }

  static String page(Commands.Entry entry) {
    var spec = Commands.get(entry.name()).spec();
    var page = new StringBuilder();
    page.append(head("rohrpost-" + entry.name().replace(' ', '-'), entry.summary()));
    page.append(".SH SYNOPSIS\n.B ").append(text(spec.name())).append("\n[OPTION]... ");
    page.append(
        spec.positionalParameters().stream()
            .map(Manual::synopsis)
            .collect(Collectors.joining(" ")));
    page.append("\n.SH DESCRIPTION\n").append(lines(spec.usageMessage().description()));
    for (var word : spec.positionalParameters()) {
      item(page, ".I " + text(word.paramLabel()), word.description());
    }
    page.append(".SH OPTIONS\n");
    for (var option : spec.options()) {
      item(page, names(option), option.description());
    }
    page.append(".SH EXAMPLES\n.nf\n").append(lines(spec.usageMessage().footer())).append(".fi\n");
    return page.append(EXIT_STATUS).append(".SH SEE ALSO\n.BR rohrpost (1)\n").toString();
  }

  private static String head(String name, String summary) {
    return String.format(
        Locale.ROOT,
        ".TH %s 1 \"\" \"rohrpost %s\"\n.SH NAME\n%s \\- %s\n",
        name.toUpperCase(Locale.ROOT),
        Version.number(),
        text(name),
        text(lowered(summary)));
  }

  private static String lowered(String summary) {
    return Character.toLowerCase(summary.charAt(0)) + summary.substring(1);
  }

  private static void item(StringBuilder page, String title, String[] description) {
    page.append(".TP\n").append(title).append('\n').append(lines(description));
  }

  private static String names(OptionSpec option) {
    var names = Arrays.stream(option.names()).map(Manual::text).collect(Collectors.joining(", "));
    return option.arity().max() == 0
        ? ".B " + names
        : ".BI \"" + names + " \" " + text(option.paramLabel());
  }

  private static String synopsis(PositionalParamSpec word) {
    var label = text(word.paramLabel());
    var many = word.arity().max() > 1 ? "..." : "";
    return word.arity().min() == 0 ? "[" + label + "]" + many : label + many;
  }

  private static String lines(String[] lines) {
    return Arrays.stream(lines)
        .map(line -> text(line.replace("%%", "%")) + "\n")
        .collect(Collectors.joining());
  }

  /// Protects what man(7) would take for itself, and keeps to the letters that it knows everywhere.
  private static String text(String plain) {
    var escaped = plain.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static final String EXIT_STATUS =
      List.of(
              ".SH EXIT STATUS",
              ".TP\n0\nDone.",
              ".TP\n1\nFailed; the reason is on standard error.",
              ".TP\n2\nWrong usage.",
              ".TP\n3\nNothing there: \\-\\-no\\-wait, and it would have waited.",
              ".TP\n124\nThe deadline of \\-\\-timeout passed.",
              ".TP\n141\nNobody reads the output any more.",
              ".TP\n128+n\nSignal n ended it.")
          .stream()
          .map(line -> line + "\n")
          .collect(Collectors.joining());
}
