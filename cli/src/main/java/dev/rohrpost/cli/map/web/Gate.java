package dev.rohrpost.cli.map.web;

import java.util.List;
import java.util.Set;

/// Decides who is let in: who asks this server by its own name, from its own page, with the token,
/// for something that there is.
///
/// A browser sends requests to this machine for any page of the world. Such a page does not know
/// the token. It may have its own name lead to this machine, but then that name is in the header
/// `Host`.
///
/// @param port where the server is
/// @param token what the first part of each path has to be
/// @param names what may follow it
record Gate(int port, Token token, Set<String> names) {
  /// What is done with a request.
  sealed interface Verdict {
    /// It is answered.
    ///
    /// @param name what it asks for
    record Admitted(String name) implements Verdict {}

    /// It is not answered.
    ///
    /// @param status the status of HTTP
    /// @param reason for people
    record Refused(int status, String reason) implements Verdict {}
  }

  /// Decides about a request.
  ///
  /// @param path as it was sent, not decoded: so that nothing in it can mean something else later
  /// @param hosts all headers of that name
  /// @param origins all headers of that name
  Verdict judge(String method, String path, List<String> hosts, List<String> origins) {
    if (hosts.size() != 1 || !isHere(hosts.getFirst())) {
      return new Verdict.Refused(403, "wrong host");
    }
    if (!origins.stream().allMatch(origin -> origin.equals("http://" + hosts.getFirst()))) {
      return new Verdict.Refused(403, "wrong origin");
    }
    var slash = path.indexOf('/', 1);
    if (slash < 0 || !token.is(path.substring(1, slash))) {
      return new Verdict.Refused(403, "wrong address; it is in the line that rohrpost has printed");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return new Verdict.Refused(405, "only GET");
    }
    var name = path.substring(slash + 1);
    return names.contains(name)
        ? new Verdict.Admitted(name)
        : new Verdict.Refused(404, "nothing there");
  }

  private boolean isHere(String host) {
    return host.equals("127.0.0.1:" + port)
        || host.equals("localhost:" + port)
        || host.equals("[::1]:" + port)
        || (host.startsWith("127.") && host.matches("127(\\.\\d{1,3}){3}:" + port));
  }
}
