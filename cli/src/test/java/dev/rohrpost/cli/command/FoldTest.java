package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the page of the map folds, without drawing it.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(300)
class FoldTest {
  /// Makes machines, and words for the pictures of them. What an object's id begins with is its
  /// kind, and what may follow its number is its name.
  private static final String HELP =
      """
      const { simplified } = await import("./fold.js");
      const names = new Map();
      const edges = [];
      const bad = new Set();
      const joins = (pid, name, direction, object, more = {}) => {
        names.set(pid, name);
        edges.push({ pid, object, direction, fds: [3], call: "", bad: false, ...more });
      };
      const workers = (from, to, server = 1) => {
        for (let pid = from; pid < to; pid++) {
          joins(pid, "worker", "both", "unix:" + pid);
          joins(server, "server", "both", "unix:" + pid);
        }
      };
      const pairs = (from, to) => {
        for (let pid = from; pid < to; pid += 2) {
          joins(pid, "writer", "write", "pipe:" + pid);
          joins(pid + 1, "reader", "read", "pipe:" + pid, { call: "read" });
        }
      };
      const kind = (id) => id.split(":")[0];
      const about = {
        name: (pid) => names.get(pid),
        bad: (pid) => bad.has(pid),
        object: (id) => ({ kind: kind(id), type: kind(id), name: id.split(":")[2] ?? "" }),
      };
      const picture = (more = {}) => simplified({ edges, about, ...more });
      const seen = (picture) =>
        [...[...picture.processes.values()].map((pids) => `${names.get(pids[0])} ${pids.length}`),
          ...[...picture.objects.values()].map((all) => `${kind(all[0])} ${all.length}`)].sort().join(", ");
      const ids = (picture) => [...picture.processes.keys(), ...picture.objects.keys()].sort().join();
      const nodes = (picture) => picture.processes.size + picture.objects.size;
      const people = (picture) => [...picture.processes.values()].reduce((sum, pids) => sum + pids.length, 0);
      """;

  @Test
  void parallelConnectionsAreOne() throws Exception {
    try (var map = new WatchedMap()) {
      var page = map.page();
      var twelve =
          """
          for (let i = 0; i < 12; i++) {
            joins(1, "a", "both", "unix:" + i, { call: i === 3 ? "read" : "", bad: i > 9 && odd });
            joins(2, "b", "both", "unix:" + i);
          }
          """;
      assertThat(result(page, "const odd = false;" + twelve + "return seen(picture())"))
          .isEqualTo("a 1, b 1, unix 12");
      assertThat(
              result(
                  page,
                  "const odd = false;"
                      + twelve
                      + "return picture().edges.map((e) => [...e.calls].join()).join(' ')"))
          .as("one waits")
          .isEqualTo("read,1 ");
      assertThat(result(page, "const odd = true;" + twelve + "return seen(picture())"))
          .as("what is bad is by itself")
          .isEqualTo("a 1, b 1, unix 1, unix 1, unix 10");
    }
  }

  @Test
  void whatDiffersIsNotOne() throws Exception {
    try (var map = new WatchedMap()) {
      var differs =
          """
          joins(1, "a", "write", "pipe:1"); joins(2, "b", "read", "pipe:1");
          joins(1, "a", "read", "pipe:2"); joins(2, "b", "write", "pipe:2");
          joins(1, "a", "write", "fifo:3:in"); joins(2, "b", "read", "fifo:3:in");
          joins(1, "a", "write", "fifo:4:out"); joins(2, "b", "read", "fifo:4:out");
          joins(3, "c", "write", "pipe:5"); joins(2, "b", "read", "pipe:5");
          return seen(picture())
          """;
      assertThat(result(map.page(), differs))
          .isEqualTo("a 1, b 1, c 1, fifo 1, fifo 1, pipe 1, pipe 1, pipe 1");
    }
  }

  @Test
  void aCrowdIsFoldedAndOnlyACrowd() throws Exception {
    try (var map = new WatchedMap()) {
      var page = map.page();
      assertThat(result(page, "workers(100, 120); return nodes(picture())"))
          .as("what fits is not folded")
          .isEqualTo("41");
      assertThat(result(page, "workers(100, 2000); return seen(picture())"))
          .isEqualTo("server 1, unix 1900, worker 1900");
      assertThat(result(page, "workers(100, 1000); workers(1000, 2000, 2); return seen(picture())"))
          .as("each server has its own")
          .isEqualTo("server 1, server 1, unix 1000, unix 900, worker 1000, worker 900");
      assertThat(result(page, "pairs(100, 2100); return seen(picture())"))
          .isEqualTo("pipe 1000, reader 1000, writer 1000");
      assertThat(
              result(
                  page,
                  "for (let i = 2; i < 2000; i++) joins(i, 'p' + i, 'both', 'shm:1');"
                      + "return nodes(picture()) <= 300 && people(picture()) === 1998"))
          .as("all called differently")
          .isEqualTo("true");
      assertThat(
              result(
                  page,
                  "for (let i = 2; i < 2000; i++) {"
                      + "  const name = String.fromCharCode(97 + i % 26, 97 + i / 26 % 26, 97 + i / 676);"
                      + "  joins(i, name, 'both', 'shm:' + i); joins(1, 'one', 'both', 'shm:' + i);"
                      + "}"
                      + "return nodes(picture()) <= 300 && people(picture()) === 1999"))
          .as("nothing alike")
          .isEqualTo("true");
    }
  }

  @Test
  void whoIsAskedForIsNotFolded() throws Exception {
    try (var map = new WatchedMap()) {
      var page = map.page();
      assertThat(
              result(page, "pairs(100, 2100); return seen(picture({ own: new Set([100, 101]) }))"))
          .isEqualTo("pipe 1, pipe 999, reader 1, reader 999, writer 1, writer 999");
      assertThat(result(page, "pairs(100, 2100); return seen(picture({ open: new Set([100]) }))"))
          .isEqualTo("pipe 1, pipe 999, reader 1000, writer 1, writer 999");
      assertThat(result(page, "pairs(100, 2100); bad.add(100).add(102); return seen(picture())"))
          .as("who is bad is not among the others")
          .isEqualTo("pipe 1, pipe 1, pipe 998, reader 1000, writer 1, writer 1, writer 998");
    }
  }

  @Test
  void whatANodeIsCalledStaysWhileItsMembersComeAndGo() throws Exception {
    try (var map = new WatchedMap()) {
      var page = map.page();
      assertThat(
              result(
                  page,
                  """
                  workers(100, 1100); pairs(2000, 3000);
                  const before = picture();
                  edges.splice(0, 40); workers(1100, 1300); pairs(3000, 3010);
                  const after = picture({ level: before.level });
                  return ids(before) === ids(after) && before.level === after.level\
                  """))
          .isEqualTo("true");
      assertThat(
              result(
                  page,
                  """
                  workers(100, 180);
                  const before = picture();
                  edges.splice(0, 14);
                  const after = picture({ level: before.level });
                  return [nodes(picture()) > 3, nodes(before), nodes(after)].join()\
                  """))
          .as("nothing unfolds when there are just a few less")
          .isEqualTo("true,3,3");
    }
  }

  private static String result(Page page, String script) {
    return String.valueOf(page.evaluate("async () => {" + HELP + script + "}"));
  }
}
