package dev.rohrpost.rpc.gen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `#define` has defined, and the tokens that stand in place of its names.
final class Macros {
  /// How often names are replaced at the most: some definitions double with each line.
  private static final int MOST = 200_000;

  private final Map<String, Macro> macros = new HashMap<>();
  private final Deque<Token> waiting = new ArrayDeque<>();
  private final Deque<Active> active = new ArrayDeque<>();
  private final Set<String> names = new HashSet<>();
  private int replaced;

  /// @param parameters whether it has some: then it can be defined, but not be used
  private record Macro(List<Token> tokens, boolean parameters) {}

  /// A name that is being replaced.
  ///
  /// @param left how many tokens are still waiting behind those that it stands for
  private record Active(String name, int left) {}

  void define(String name, List<Token> tokens, boolean parameters) {
    macros.put(name, new Macro(List.copyOf(tokens), parameters));
  }

  void undefine(String name) {
    macros.remove(name);
  }

  boolean isDefined(String name) {
    return macros.containsKey(name);
  }

  /// Returns the next token that stands for an earlier one, or null if there is none.
  @Nullable Token waiting() throws SpecificationException {
    while (!waiting.isEmpty()) {
      var token = replaced(waiting.pop());
      if (token != null) {
        return token;
      }
    }
    active.clear();
    names.clear();
    return null;
  }

  /// Returns a token, or null if others stand for it, which are waiting then.
  @Nullable Token replaced(Token token) throws SpecificationException {
    while (!active.isEmpty() && waiting.size() < active.element().left()) {
      names.remove(active.pop().name());
    }
    var macro = token.isWord() ? macros.get(token.text()) : null;
    if (macro == null || names.contains(token.text())) {
      return token;
    }
    if (macro.parameters()) {
      throw token
          .place()
          .fault(
              "the macro "
                  + token.text()
                  + " has parameters, which we do not know: write here what it stands for");
    }
    replaced += 1 + macro.tokens().size();
    if (replaced > MOST) {
      throw token.place().fault("more than " + MOST + " tokens from macros");
    }
    active.push(new Active(token.text(), waiting.size()));
    names.add(token.text());
    for (var each : macro.tokens().reversed()) {
      waiting.push(new Token(each.kind(), each.text(), token.place()));
    }
    return null;
  }

  /// Replaces all names in a line, but not behind `defined`.
  List<Token> expanded(List<Token> line) throws SpecificationException {
    var all = new ArrayList<Token>();
    for (var i = 0; i < line.size(); i++) {
      var token = line.get(i);
      if (token.is("defined")) {
        var last = i + 1 < line.size() && line.get(i + 1).is("(") ? i + 2 : i + 1;
        all.addAll(line.subList(i, Math.min(last + 1, line.size())));
        i = last;
        continue;
      }
      var same = replaced(token);
      if (same != null) {
        all.add(same);
      }
      for (var next = waiting(); next != null; next = waiting()) {
        all.add(next);
      }
    }
    return all;
  }
}
