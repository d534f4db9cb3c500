package dev.rohrpost.cli.bus;

import dev.rohrpost.cli.output.JsonLines;
import dev.rohrpost.cli.output.QueuedOutput;
import dev.rohrpost.dbus.IncomingCall;
import dev.rohrpost.dbus.type.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The lines of a mock, one for each call. Whoever calls does not wait for who reads them. Calls
/// that come before the name is there have their lines after the one that says so.
final class MockLog {
  /// As much as may be written before the bus has answered.
  private static final int MOST_EARLY = 1000;

  private final QueuedOutput out;
  private final boolean json;
  private @Nullable List<String> early = new ArrayList<>();

  MockLog(QueuedOutput out, boolean json) {
    this.out = out;
    this.json = json;
  }

  boolean isJson() {
    return json;
  }

  /// A call is being carried out by this thread.
  void called(String face, String member, Signature signature, List<Object> arguments) {
    try {
      offer(line(IncomingCall.current(), face, member, signature, arguments));
    } catch (Exception e) {
      throw new IllegalStateException(e); // nothing that came with a call can be wrong any more
    }
  }

  private String line(
      Optional<IncomingCall> call,
      String face,
      String member,
      Signature signature,
      List<Object> arguments)
      throws Exception {
    var sender = call.flatMap(IncomingCall::sender);
    if (!json) {
      var text = signature.isEmpty() ? "" : " " + ValueText.of(signature, arguments);
      return sender.orElse("*") + " " + face + "." + member + text;
    }
    return JsonLines.line(it -> {
      it.writeStringProperty("time", Instant.now().toString());
      it.writeStringProperty("kind", "call");
      it.writeStringProperty("sender", sender.orElse(null));
      it.writeStringProperty("path", call.map(each -> each.path().text()).orElse(null));
      it.writeStringProperty("interface", face);
      it.writeStringProperty("member", member);
      new ValueJson(it).all(signature, arguments);
    });
  }

  private synchronized void offer(String line) {
    if (early == null) {
      out.offer(line);
    } else if (early.size() < MOST_EARLY) {
      early.add(line);
    }
  }

  /// The name is there.
  synchronized void ready() {
    if (json) {
      out.offer("{\"ready\":true}");
    }
    var waiting = early;
    early = null;
    if (waiting != null) {
      waiting.forEach(out::offer);
    }
  }
}
