package dev.rohrpost.cli.option;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// Builds what a command takes. Options are not declared by annotations, because reading those at
/// each start costs 60 ms.
public final class Spec {
  private final CommandSpec command;
  private Iterable<String> choices = List.of();

  private Spec(String name) {
    this.command = CommandSpec.create().name(name);
  }

  /// Begins the description of a command.
  ///
  /// @param name all its words, such as `rohrpost signal send`
  /// @param summary one line
  public static Spec of(String name, String summary) {
    var spec = new Spec(name);
    spec.command.usageMessage().description(escaped(summary));
    return spec;
  }

  /// Adds an option that is there or not.
  public Spec flag(String option, String what) {
    return flag(List.of(option), what);
  }

  /// Adds an option that is there or not, and has several names.
  public Spec flag(List<String> names, String what) {
    command.addOption(
        OptionSpec.builder(names.toArray(String[]::new))
            .type(boolean.class)
            .arity("0")
            .description(escaped(what))
            .build());
    return this;
  }

  /// Adds an option that takes a value.
  ///
  /// @param label what stands for the value in the help
  /// @param reader makes the value of the text; what it throws is shown to the user
  public <T> Spec option(String name, String label, Class<T> type, Reader<T> reader, String what) {
    command.addOption(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(type)
            .converters(converter(reader))
            .arity("1")
            .description(escaped(what))
            .build());
    return this;
  }

  /// Adds an option whose value may be left out.
  ///
  /// @param fallback what is read in its place
  public <T> Spec optionWithDefault(
      String name, String label, Class<T> type, Reader<T> reader, String fallback, String what) {
    command.addOption(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(type)
            .converters(converter(reader))
            .arity("0..1")
            .fallbackValue(fallback)
            .description(escaped(what))
            .build());
    return this;
  }

  /// Adds an option that may be given several times.
  public <T> Spec options(String name, String label, Class<T> type, Reader<T> reader, String what) {
    command.addOption(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(type)
            .converters(converter(reader))
            .arity("1")
            .description(escaped(what))
            .build());
    return this;
  }

  /// Says what a shell may complete the next word to.
  public Spec choices(Iterable<String> words) {
    choices = words;
    return this;
  }

  private Iterable<String> taken(Iterable<String> words) {
    choices = List.of();
    return words;
  }

  /// Adds a word that stands at the next place.
  public <T> Spec word(String label, Class<T> type, Reader<T> reader, String what) {
    return positional(label, type, reader, what, "1");
  }

  /// Adds a word that may be left out.
  public <T> Spec optionalWord(String label, Class<T> type, Reader<T> reader, String what) {
    return positional(label, type, reader, what, "0..1");
  }

  private <T> Spec positional(
      String label, Class<T> type, Reader<T> reader, String what, String arity) {
    var index = command.positionalParameters().size();
    command.addPositional(
        PositionalParamSpec.builder()
            .index(Integer.toString(index))
            .paramLabel(label)
            .type(type)
            .converters(converter(reader))
            .arity(arity)
            .required(!arity.startsWith("0"))
            .completionCandidates(taken(choices))
            .description(escaped(what))
            .build());
    return this;
  }

  /// Adds all the words that are left.
  ///
  /// @param arity how many, as `1..*`
  public <T> Spec words(String label, String arity, Class<T> type, Reader<T> reader, String what) {
    var index = command.positionalParameters().size();
    command.addPositional(
        PositionalParamSpec.builder()
            .index(index + "..*")
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(type)
            .converters(converter(reader))
            .arity(arity)
            .required(!arity.startsWith("0"))
            .completionCandidates(taken(choices))
            .description(escaped(what))
            .build());
    return this;
  }

  /// Leaves everything from the first word on alone, also what looks like an option.
  public Spec programFollows() {
    command.parser().stopAtPositional(true);
    return this;
  }

  /// Takes words such as -1 for what they are, and no options.
  public Spec numbersBelowZero() {
    command.parser().unmatchedOptionsArePositionalParams(true);
    return this;
  }

  /// Shows lines that can be run as they are.
  public Spec examples(String... lines) {
    command
        .usageMessage()
        .footerHeading("%nExamples:%n")
        .footer(Arrays.stream(lines).map(line -> "  " + escaped(line)).toArray(String[]::new));
    return this;
  }

  /// Adds what every command has, and returns the result.
  public CommandSpec build() {
    flag("--debug", "Show the stack trace of a failure.");
    helpAndVersion();
    command.parser().abbreviatedOptionsAllowed(false);
    return command;
  }

  private void helpAndVersion() {
    command.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Show this help.")
            .build());
    if (command.findOption("--version") == null) { // else it is the version of something else
      command.addOption(
          OptionSpec.builder("--version")
              .versionHelp(true)
              .arity("0")
              .type(boolean.class)
              .description("Show the version.")
              .build());
    }
  }

  /// Makes a value of what a user wrote.
  ///
  /// @param <T> the value
  @FunctionalInterface
  public interface Reader<T> {
    /// Reads it.
    ///
    /// @throws IllegalArgumentException with a message for the user
    T read(String text);
  }

  private static <T> ITypeConverter<T> converter(Reader<T> reader) {
    return text -> {
      try {
        return reader.read(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }

  /// Help texts of picocli are formats.
  private static String escaped(String text) {
    return text.replace("%", "%%");
  }
}
