package dev.rohrpost.rpc.gen;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives the tokens of a file and of those it includes, as cpp does: conditions and macros are
/// carried out, and what is for the C compiler is left out.
final class Preprocessor {
  private static final int DEEPEST_INCLUDE = 64;
  private static final long MOST_TEXT = 16 << 20;
  private static final int MOST_TOKENS = 1_000_000;

  private final Sources sources;
  private final Set<String> used;
  private final Macros macros = new Macros();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final Map<String, Token> passedNumbers = new LinkedHashMap<>();
  private long text;
  private int tokens;

  /// A file that is being read.
  private record Frame(Lexer lexer, Deque<Condition> conditions) {}

  /// An `#if` that is open.
  ///
  /// @param taken whether one of its branches was read
  /// @param reading whether the present one is
  /// @param last whether it is that of `#else`
  private record Condition(Place place, boolean taken, boolean reading, boolean last) {}

  /// @param used names of files that are not included, as their types come from elsewhere
  Preprocessor(Sources sources, Map<String, String> defines, Set<String> used)
      throws SpecificationException {
    this.sources = sources;
    this.used = used;
    for (var define : defines.entrySet()) {
      macros.define(define.getKey(), line(define.getValue(), new Place("-D", 1, 1)), false);
    }
  }

  void open(String file, String content, Place place) throws SpecificationException {
    text += content.length();
    if (text > MOST_TEXT) {
      throw place.fault("more than " + MOST_TEXT + " characters with all that is included");
    }
    frames.push(new Frame(new Lexer(file, content), new ArrayDeque<>()));
  }

  /// {@return the numbers of the lines `%#define NAME NUMBER`, by name}
  Map<String, Token> passedNumbers() {
    return passedNumbers;
  }

  Token next() throws SpecificationException {
    while (true) {
      var waiting = macros.waiting();
      if (waiting != null) {
        return counted(waiting);
      }
      var frame = frames.element();
      var skipping = !isReading(frame);
      frame.lexer().setLenient(skipping);
      var token = frame.lexer().next();
      switch (token.kind()) {
        case DIRECTIVE -> directive(frame, token);
        case PASSED -> {
          if (!skipping) {
            passed(token);
          }
        }
        case END -> {
          if (endOfFile(frame)) {
            return token;
          }
        }
        case WORD, NUMBER, STRING, SIGN -> {
          var same = skipping ? null : macros.replaced(token);
          if (same != null) {
            return counted(same);
          }
        }
      }
    }
  }

  private Token counted(Token token) throws SpecificationException {
    if (++tokens > MOST_TOKENS) {
      throw token.place().fault("more than " + MOST_TOKENS + " words and signs");
    }
    return token;
  }

  private static boolean isReading(Frame frame) {
    return frame.conditions().isEmpty() || frame.conditions().element().reading();
  }

  private boolean endOfFile(Frame frame) throws SpecificationException {
    if (!frame.conditions().isEmpty()) {
      throw frame.conditions().element().place().fault("an #if without an #endif");
    }
    if (frames.size() == 1) {
      return true;
    }
    frames.pop();
    return false;
  }

  private static List<Token> line(String text, Place place) throws SpecificationException {
    var lexer = Lexer.ofLine(text, place);
    var tokens = new ArrayList<Token>();
    for (var token = lexer.next(); !token.isEnd(); token = lexer.next()) {
      tokens.add(token);
    }
    return tokens;
  }

  /// Keeps `%#define NAME NUMBER`: C programs use it as a constant.
  private void passed(Token token) {
    var words = token.text().strip().split("[ \t]+", 4);
    if (words.length >= 3
        && words[0].equals("#define")
        && words[1].matches("[A-Za-z_][A-Za-z_0-9]*")
        && words[2].matches("-?[0-9][0-9A-Fa-fxX]*")
        && (words.length == 3 || words[3].startsWith("/*") || words[3].startsWith("//"))) {
      passedNumbers.putIfAbsent(words[1], new Token(Token.Kind.NUMBER, words[2], token.place()));
    }
  }

  private void directive(Frame frame, Token token) throws SpecificationException {
    var place = token.place();
    var text = token.text().strip();
    var end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    var name = text.substring(0, end);
    var rest = text.substring(end);
    switch (name) {
      case "if" -> open(frame, place, isReading(frame) && isTrue(rest, place));
      case "ifdef" -> open(frame, place, isReading(frame) && macros.isDefined(word(rest, place)));
      case "ifndef" -> open(frame, place, isReading(frame) && !macros.isDefined(word(rest, place)));
      case "elif" -> otherwise(frame, place, rest);
      case "else" -> otherwise(frame, place, null);
      case "endif" -> condition(frame, place);
      default -> {
        if (isReading(frame)) {
          command(frame, name, rest, place);
        }
      }
    }
  }

  private static void open(Frame frame, Place place, boolean holds) {
    var dead = !isReading(frame);
    frame.conditions().push(new Condition(place, holds || dead, holds, false));
  }

  private static Condition condition(Frame frame, Place place) throws SpecificationException {
    if (frame.conditions().isEmpty()) {
      throw place.fault("no #if before it");
    }
    return frame.conditions().pop();
  }

  private void otherwise(Frame frame, Place place, @Nullable String expression)
      throws SpecificationException {
    var before = condition(frame, place);
    if (before.last()) {
      throw place.fault("it follows an #else");
    }
    var holds =
        !before.taken() && isReading(frame) && (expression == null || isTrue(expression, place));
    frame
        .conditions()
        .push(new Condition(before.place(), before.taken() || holds, holds, expression == null));
  }

  private boolean isTrue(String expression, Place place) throws SpecificationException {
    return new Expression(macros.expanded(line(expression, place)), macros, place).value() != 0;
  }

  private static String word(String rest, Place place) throws SpecificationException {
    var tokens = line(rest, place);
    if (tokens.isEmpty() || !tokens.getFirst().isWord()) {
      throw place.fault("a name is missing");
    }
    return tokens.getFirst().text();
  }

  private void command(Frame frame, String name, String rest, Place place)
      throws SpecificationException {
    switch (name) {
      case "" -> marker(frame, rest, place);
      case "line" -> marker(frame, rest, place);
      case "define" -> define(rest, place);
      case "undef" -> macros.undefine(word(rest, place));
      case "include" -> include(frame, rest.strip(), place);
      case "error" -> throw place.fault("#error" + rest);
      case "pragma", "ident", "sccs", "warning" -> {}
      default -> throw place.fault("no such directive: #" + name);
    }
  }

  /// Follows `# 1 "f"`, in which an earlier preprocessor says where the next line comes from.
  private static void marker(Frame frame, String rest, Place place) throws SpecificationException {
    var tokens = line(rest, place);
    if (tokens.isEmpty()) {
      return;
    }
    if (!tokens.getFirst().text().matches("[0-9]{1,9}")) {
      throw place.fault("no such directive");
    }
    var named = tokens.size() > 1 && tokens.get(1).kind() == Token.Kind.STRING;
    frame
        .lexer()
        .renumber(
            named ? tokens.get(1).text() : frame.lexer().file(),
            Integer.parseInt(tokens.getFirst().text()));
  }

  private void define(String rest, Place place) throws SpecificationException {
    var name = word(rest, place);
    var tokens = line(rest, place);
    var after = rest.indexOf(name) + name.length();
    macros.define(
        name, tokens.subList(1, tokens.size()), after < rest.length() && rest.charAt(after) == '(');
  }

  private void include(Frame frame, String what, Place place) throws SpecificationException {
    var close = what.startsWith("<") ? what.indexOf('>') : what.indexOf('"', 1);
    if (close < 2 || !(what.startsWith("<") || what.startsWith("\""))) {
      throw place.fault("write #include \"FILE\"");
    }
    var name = what.substring(1, close);
    if (used.contains(name)) {
      return;
    }
    if (frames.size() >= DEEPEST_INCLUDE) {
      throw place.fault("files that include each other, " + DEEPEST_INCLUDE + " deep");
    }
    var found = sources.find(frame.lexer().file(), name, what.startsWith("\""));
    if (found == null) {
      throw place.fault("there is no file " + name + "; say -I DIR to look elsewhere, too");
    }
    try {
      open(found, sources.read(found), place);
    } catch (UncheckedIOException e) {
      throw place.fault("cannot read " + found);
    }
  }
}
