package dev.rohrpost.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.testkit.Foreign;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("busy")
class QueueTest {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String number =
      Long.toHexString(0x40000000L | ProcessHandle.current().pid() << 6 | COUNT.incrementAndGet());
  private final String key = "0x" + number;
  private final String sysv = "sysv:" + key;
  private final String mq = "mq:/rohrpost-" + number;

  @AfterEach
  void removeThem() throws Exception {
    var _ = Rohrpost.shell("ipcrm -Q $1; rohrpost queue remove $2; true", key, mq);
  }

  @Test
  void otherProgramsSeeWhatWasMadeAndSent() throws Exception {
    Rohrpost.run("queue", "create", sysv, "--mode", "0620", "--bytes", "4KiB").orFail();
    Rohrpost.run("send", sysv, "hello", "--type", "7").orFail();
    var seen = Foreign.run(Rohrpost.PATIENCE, "ipcs", "-q").orFail().out();
    assertThat(seen).containsPattern(key + " +\\d+ +\\w+ +620 +5 +1 ");
    assertThat(Rohrpost.run("queue", "list").orFail().out())
        .containsPattern(sysv + " +\\d+ +0 +0620 +1 +5 +4096 bytes +\\d+ \\(dead\\) +-\n");
    assertThat(Rohrpost.run("receive", sysv, "--peek", "--json").orFail().out())
        .isEqualTo("{\"bytes\":5,\"text\":\"hello\",\"type\":7}\n");
    assertThat(Rohrpost.run("queue", "show", sysv, "--json").orFail().out())
        .startsWith("{\"endpoint\":\"" + sysv + "\",\"kind\":\"sysv\",\"key\":\"" + key + "\",")
        .contains("\"mode\":\"0620\",\"messages\":1,\"bytes\":5,\"limit\":4096,")
        .contains("\"last_receiver\":null,");
    assertThat(Rohrpost.run("receive", sysv, "--except", "1").orFail().out()).isEqualTo("hello\n");
  }

  @Test
  void aQueueOfIpcmkIsFoundByItsNumber() throws Exception {
    Foreign.require("ipcmk");
    var output =
        Rohrpost.shell(
            """
            set -e
            id=$(ipcmk -Q | grep -o '[0-9]*')
            rohrpost send sysv:id=$id twelve --type 12
            rohrpost send sysv:id=$id two --type 2
            rohrpost receive sysv:id=$id --type -20
            rohrpost queue remove sysv:id=$id
            rohrpost queue show sysv:id=$id
            """);
    assertThat(output.out()).isEqualTo("two\n");
    assertThat(output.status()).isEqualTo(1);
    assertThat(output.err())
        .matches(
            "rohrpost: msgctl\\(queue id \\d+\\): EINVAL: invalid argument;"
                + " there is none of that number any more; see: rohrpost queue list\n");
  }

  @Test
  void prioritiesArriveFirst() throws Exception {
    Rohrpost.run("queue", "create", mq, "--messages", "2", "--message-size", "10").orFail();
    Rohrpost.run("send", mq, "later").orFail();
    Rohrpost.run("send", mq, "sooner", "--priority", "9").orFail();
    var full = Rohrpost.run("send", mq, "more", "--no-wait");
    assertThat(full.status()).isEqualTo(3);
    assertThat(Rohrpost.run("queue", "show", mq, "--json").orFail().out())
        .contains("\"messages\":2,\"bytes\":11,\"message_limit\":2,\"message_size\":10,");
    assertThat(Rohrpost.run("receive", mq, "--json").orFail().out())
        .isEqualTo("{\"bytes\":6,\"text\":\"sooner\",\"priority\":9}\n");
    assertThat(Rohrpost.run("receive", mq).orFail().out()).isEqualTo("later\n");
    assertThat(Rohrpost.run("receive", mq, "--timeout", "10ms").status()).isEqualTo(124);
  }

  @Test
  void failuresSayWhatToDo() throws Exception {
    assertFails(
        "mq_open("
            + mq.substring(3)
            + "): ENOENT: no such file or directory;"
            + " create it with: rohrpost queue create "
            + mq,
        "send",
        mq,
        "x");
    assertFails(
        "msgget(queue "
            + key
            + "): ENOENT: no such file or directory;"
            + " create it with: rohrpost queue create "
            + sysv,
        "receive",
        sysv);
    Rohrpost.run("queue", "create", mq, "--message-size", "4").orFail();
    assertFails(
        "mq_send(" + mq.substring(3) + ", 5 bytes for up to 4): EMSGSIZE: message too long",
        "send",
        mq,
        "12345");
    assertFails(
        "mq_open("
            + mq.substring(3)
            + "): EEXIST: file exists;"
            + " leave out --exclusive to use it as it is",
        "queue",
        "create",
        mq,
        "--exclusive");
    assertFails(
        "mq: cannot carry a type; it carries a priority, 0 to 32767",
        "send",
        mq,
        "x",
        "--type",
        "3");
  }

  private static void assertFails(String line, String... words) throws Exception {
    var output = Rohrpost.run(words);
    assertThat(output.err()).isEqualTo("rohrpost: " + line + "\n");
    assertThat(output.status()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--bytes 1KiB mq:/x, --bytes is for sysv:",
    "--messages 3 sysv:0x1, --messages and --message-size are for mq:",
    "sysv:id=3, the kernel gives the id",
    "fifo:/x, no queue",
    "mq:/x --mode 8, no mode",
    "sysv:7 --mode 01777, no bits but those of 0777"
  })
  void wrongUsageIsTold(String words, String said) throws Exception {
    var output = Rohrpost.run(("queue create " + words).split(" ", -1));
    assertThat(output.status()).isEqualTo(2);
    assertThat(output.err()).contains(said);
  }

  @Test
  void aQueueInUseIsNotRemovedAsOneWithoutOwner() throws Exception {
    Rohrpost.run("queue", "create", mq).orFail();
    try (var receiver = Rohrpost.start("receive", mq, "--follow")) {
      Rohrpost.run("send", mq, "hello").orFail();
      assertThat(receiver.line(Rohrpost.PATIENCE)).isEqualTo("hello");
      assertFails(
          mq + " was not removed: process " + receiver.pid() + " has it open",
          "queue",
          "remove",
          mq,
          "--if-owner-dead");
    }
    Rohrpost.run("queue", "remove", mq, "--if-owner-dead").orFail();
    Rohrpost.run("queue", "create", sysv).orFail();
    assertThat(Rohrpost.run("queue", "remove", sysv, "--if-owner-dead").err())
        .contains("nobody has used it yet");
    try (var receiver = Rohrpost.start("receive", sysv, "--follow")) {
      Rohrpost.run("send", sysv, "hello").orFail();
      assertThat(receiver.line(Rohrpost.PATIENCE)).isEqualTo("hello");
      assertFails(
          sysv + " was not removed: process " + receiver.pid() + " used it last and is alive",
          "queue",
          "remove",
          sysv,
          "--if-owner-dead");
    }
    Rohrpost.run("queue", "remove", sysv, "--if-owner-dead").orFail();
    assertThat(Foreign.run(Rohrpost.PATIENCE, "ipcs", "-q").out()).doesNotContain(key);
  }

  @Test
  void whatCannotBeListedIsSaid() throws Exception {
    Foreign.require("unshare");
    Rohrpost.run("queue", "create", mq).orFail();
    var without = "umount -a -t mqueue; rohrpost queue list --json";
    var hidden = Rohrpost.shell("unshare --mount bash -c \"$1\"", without).orFail().out();
    assertThat(hidden)
        .contains("\"ipc_namespace\":\"ipc:[")
        .contains("no file system of type mqueue");
    var with = "mount -t mqueue none /mnt && rohrpost queue list && rohrpost queue list --json";
    var listed = Rohrpost.shell("unshare --mount bash -c \"$1\"", with).orFail().out();
    assertThat(listed)
        .containsPattern(mq + " +- +0 +0600 +0 +0 +10 of 8192 bytes +-")
        .contains("{\"endpoint\":\"" + mq + "\",\"kind\":\"mq\",")
        .contains("\"unknown\":[]");
  }

  @Test
  void semaphoresAreMadeSetShownAndRemoved() throws Exception {
    Rohrpost.run("semaphore", "create", sysv, "--size", "2", "--value", "3").orFail();
    try {
      var seen = Foreign.run(Rohrpost.PATIENCE, "ipcs", "-s").orFail().out();
      assertThat(seen).containsPattern(key + " +\\d+ +\\w+ +600 +2 ");
      Rohrpost.run("semaphore", "set", sysv, "1", "0").orFail();
      assertThat(Rohrpost.run("semaphore", "list").orFail().out())
          .containsPattern(sysv + " +\\d+ +0 +0600 +2 +- +3 0\n");
      assertThat(Rohrpost.run("semaphore", "show", sysv, "--json").orFail().out())
          .contains("\"size\":2,\"last_operation\":null,")
          .contains("\"semaphores\":[{\"value\":3,\"waiting_for_more\":0,");
      assertFails(
          "semget(semaphores "
              + key
              + "): EEXIST: file exists;"
              + " leave out --exclusive to use it as it is",
          "semaphore",
          "create",
          sysv,
          "--exclusive");
      assertThat(Rohrpost.run("semaphore", "set", sysv, "0", "32768").status()).isEqualTo(2);
    } finally {
      Rohrpost.run("semaphore", "remove", sysv).orFail();
    }
    assertFails(
        "semget(semaphores "
            + key
            + "): ENOENT: no such file or directory;"
            + " create it with: rohrpost semaphore create "
            + sysv,
        "semaphore",
        "show",
        sysv);
  }
}
