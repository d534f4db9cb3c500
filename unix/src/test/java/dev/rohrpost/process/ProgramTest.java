package dev.rohrpost.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
class ProgramTest {
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(1));

  @TempDir Path folder;

  private static String output(Program program) throws Exception {
    try (var child = program.withOutput(Redirect.PIPE).start()) {
      return child.communicate(new byte[0], SOON).outText();
    }
  }

  private Path script(String name, String text, String permissions) throws Exception {
    var file = Files.writeString(folder.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static UnixException failure(Program program) {
    return assertThatExceptionOfType(UnixException.class).isThrownBy(program::start).actual();
  }

  private static void assertFails(Program program, Errno errno, String message) {
    assertThat(failure(program)).matches(e -> e.is(errno)).hasMessageStartingWith(message);
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    var self = Self.of(Self.of("a b", "", "*", "$HOME", "'\"\\", "ü€😀").withArguments("last"));
    assertThat(self.get("argument 1")).isEqualTo("a b");
    assertThat(self.get("argument 2")).isEmpty();
    assertThat(self.get("argument 3")).isEqualTo("*");
    assertThat(self.get("argument 4")).isEqualTo("$HOME");
    assertThat(self.get("argument 5")).isEqualTo("'\"\\");
    assertThat(self.get("argument 6")).isEqualTo("ü€😀");
    assertThat(self.get("argument 7")).isEqualTo("last");
  }

  @Test
  void aLineIsSplitIntoArguments() throws Exception {
    assertThat(output(Program.parse("printf '%s\\n' \"two words\" three")))
        .isEqualTo("two words\nthree\n");
  }

  @Test
  void theCommandLineIsShownQuoted() {
    assertThat(Program.of("echo", "it's", "", "plain")).hasToString("echo 'it'\\''s' '' plain");
  }

  @Test
  void aChangeMakesAnotherProgram() throws Exception {
    var plain = Program.of("echo", "a");
    var changed = plain.withArguments("b").withErrors(Redirect.DISCARD);
    assertThat(output(plain)).isEqualTo("a\n");
    assertThat(output(changed)).isEqualTo("a b\n");
  }

  @Test
  void nulIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Program.of("echo", "a\0b"))
        .withMessage("NUL in \"a\\0b\"");
    assertThatIllegalArgumentException().isThrownBy(() -> Program.of("ec\0ho"));
    assertThatIllegalArgumentException().isThrownBy(() -> Program.parse("echo \0"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Program.of("echo").withVariable("A", "\0"));
  }

  @Test
  void theEnvironmentIsInheritedWithChanges() throws Exception {
    var env = Program.of("env").withVariable("ROHRPOST", "x=y").withoutVariable("HOME");
    assertThat(output(env))
        .contains("ROHRPOST=x=y\n")
        .contains("PATH=")
        .doesNotContainPattern("(?m)^HOME=");
    assertThat(output(env.withVariable("ROHRPOST", "z")))
        .contains("ROHRPOST=z\n")
        .doesNotContain("x=y");
  }

  @Test
  void theEnvironmentMayBeEmpty() throws Exception {
    var env = Program.of("env").withEmptyEnvironment();
    assertThat(output(env)).isEmpty();
    assertThat(output(env.withVariable("A", "1").withVariable("B", ""))).isEqualTo("A=1\nB=\n");
  }

  @Test
  void namesOfVariablesAreChecked() {
    var env = Program.of("env");
    assertThatIllegalArgumentException().isThrownBy(() -> env.withVariable("", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> env.withVariable("A=B", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> env.withoutVariable("A=B"));
  }

  @Test
  void aNameIsSearchedInThePathOfTheProgram() throws Exception {
    script("rohrpost-test-tool", "#!/bin/sh\necho found\n", "rwxr-xr-x");
    var tool = Program.of("rohrpost-test-tool");
    assertFails(tool, Errno.ENOENT, "execve(rohrpost-test-tool): ENOENT");
    assertThat(output(tool.withVariable("PATH", "/nowhere:" + folder))).isEqualTo("found\n");
  }

  @Test
  void aFileThatMayNotBeRunIsPassedOverButRemembered() throws Exception {
    var other = Files.createDirectory(folder.resolve("other"));
    script("tool", "", "rw-r--r--");
    Files.createDirectory(folder.resolve("folder"));
    var tool = Program.of("tool").withVariable("PATH", folder + ":" + other);
    assertFails(tool, Errno.EACCES, "execve(tool): EACCES");
    assertFails(
        Program.of("folder").withVariable("PATH", folder.toString()),
        Errno.EACCES,
        "execve(folder): EACCES");
    script("other/tool", "#!/bin/sh\necho other\n", "rwxr-xr-x");
    assertThat(output(tool)).isEqualTo("other\n");
  }

  @Test
  void thePathMayNameTheWorkingDirectory() throws Exception {
    script("tool", "#!/bin/sh\necho $PWD\n", "rwxr-xr-x");
    var tool = Program.of("tool").withDirectory(folder);
    assertThat(output(tool.withVariable("PATH", ""))).isEqualTo(folder + "\n");
    assertThat(output(tool.withVariable("PATH", "/bin:."))).isEqualTo(folder + "\n");
  }

  @Test
  void aRelativePathIsRelativeToTheProgramsDirectory() throws Exception {
    script("tool", "#!/bin/sh\npwd\n", "rwxr-xr-x");
    assertThat(output(Program.of("./tool").withDirectory(folder))).isEqualTo(folder + "\n");
  }

  @Test
  @Row("PROC-01")
  void aMissingDirectoryIsNamedAndNotTheProgram() throws Exception {
    var missing = folder.resolve("missing");
    assertFails(
        Program.of("true").withDirectory(missing), Errno.ENOENT, "chdir(" + missing + "): ENOENT");
    var file = Files.createFile(folder.resolve("file"));
    assertFails(
        Program.of("true").withDirectory(file), Errno.ENOTDIR, "chdir(" + file + "): ENOTDIR");
  }

  @Test
  @Row({"PROC-01", "PROC-02"})
  void aMissingProgramIsNotFound() {
    assertThat(failure(Program.of("/no/such/program")))
        .isInstanceOf(UnixException.NotFound.class)
        .hasMessage("execve(/no/such/program): ENOENT: no such file or directory");
    assertFails(Program.of(""), Errno.ENOENT, "execve(): ENOENT");
  }

  @Test
  void aProgramCanBeLookedForWithoutAStart() throws Exception {
    var made = folder.resolve("made");
    Program.of("touch", made.toString()).requireExecutable();
    assertThat(made).doesNotExist();
    assertThatThrownBy(Program.of("/no/such/program")::requireExecutable)
        .isInstanceOf(UnixException.NotFound.class)
        .hasMessage("execve(/no/such/program): ENOENT: no such file or directory");
    assertThatThrownBy(Program.of("true").withDirectory(made)::requireExecutable)
        .hasMessageStartingWith("chdir(" + made + "): ENOENT");
  }

  @Test
  @Row({"PROC-01", "PROC-02"})
  void aDirectoryIsNoProgram() {
    assertThat(failure(Program.of(folder.toString())))
        .isInstanceOf(UnixException.Denied.class)
        .hasMessageStartingWith("execve(" + folder + "): EACCES");
  }

  @Test
  @Row("PROC-02")
  void whatExecveRefusesIsToldWithItsErrno() throws Exception {
    var plain = script("plain", "", "rw-r--r--");
    assertFails(Program.of(plain.toString()), Errno.EACCES, "execve(" + plain + "): EACCES");
    var empty = script("empty", "", "rwxr-xr-x");
    assertFails(Program.of(empty.toString()), Errno.ENOEXEC, "execve(" + empty + "): ENOEXEC");
    assertFails(Program.of(plain + "/x"), Errno.ENOTDIR, "execve(" + plain + "/x): ENOTDIR");
    var loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
    assertFails(Program.of(loop.toString()), Errno.ELOOP, "execve(" + loop + "): ELOOP");
    var wrong = script("wrong", "#!/no/such/shell\n", "rwxr-xr-x");
    assertFails(
        Program.of(wrong.toString()),
        Errno.ENOENT,
        "execve(" + wrong + ", its interpreter): ENOENT");
  }

  @Test
  @Row("PROC-02")
  void tooMuchForOneProgramIsALimit() {
    assertThat(failure(Program.of("/bin/true", "x".repeat(4_000_000))))
        .isInstanceOf(UnixException.LimitReached.class)
        .matches(e -> e.is(Errno.E2BIG));
  }

  @Test
  void aFailedStartLeavesAFileThatWasToBeWrittenAlone() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "precious");
    var missing = Program.of("/no/such/program").withOutput(new Redirect.Into(file));
    assertFails(missing, Errno.ENOENT, "execve");
    assertThat(file).hasContent("precious");
  }

  @Test
  void aFailedStartClosesItsPipes() {
    var missing = Program.of("/no/such/program");
    for (var number = 0; number < 3; number++) {
      missing = missing.withDescriptor(number, Redirect.PIPE);
    }
    assertFails(missing, Errno.ENOENT, "execve"); // and NoFdLeaks looks
  }

  @Test
  void outOfRangeSettingsAreRefused() {
    var program = Program.of("true");
    assertThatIllegalArgumentException().isThrownBy(() -> program.withNiceness(20));
    assertThatIllegalArgumentException().isThrownBy(() -> program.withNiceness(-21));
    assertThatIllegalArgumentException().isThrownBy(() -> program.withGroup(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.withLimit(Limit.DESCRIPTORS, 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program.withLimit(Limit.DESCRIPTORS, Limit.UNLIMITED, 1));
  }
}
