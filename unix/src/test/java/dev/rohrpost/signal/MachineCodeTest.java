package dev.rohrpost.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.Arch;
import dev.rohrpost.testkit.CProgram;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.NoChildrenLeft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoChildrenLeft.class)
class MachineCodeTest {
  private static final String[] X86 = {
    "objdump", "-b", "binary", "-m", "i386:x86-64", "-M", "intel"
  };
  private static final String[] ARM = {
    "aarch64-linux-gnu-objdump", "-b", "binary", "-m", "aarch64"
  };

  @TempDir Path folder;

  /// Lets another program read the bytes.
  private List<String> disassemble(byte[] code, String... objdump) throws Exception {
    var file = Files.write(folder.resolve("code"), code);
    var arguments = new ArrayList<>(List.of(objdump).subList(1, objdump.length));
    arguments.addAll(List.of("-D", "--no-show-raw-insn", file.toString()));
    return Foreign.run(Here.PATIENCE, objdump[0], arguments.toArray(String[]::new))
        .orFail()
        .out()
        .lines()
        .filter(line -> line.matches(" *[0-9a-f]+:\t.*"))
        .map(line -> line.replaceFirst(" *[0-9a-f]+:\t", "").replaceFirst("//.*", ""))
        .map(line -> line.trim().replaceAll("\\s+", " "))
        .toList();
  }

  @Test
  void x86HandsBack() throws Exception {
    assertThat(disassemble(MachineCode.handBackCode(Arch.X86_64), X86))
        .containsExactly(
            "endbr64",
            "lea ecx,[rdi-0x1]",
            "bts QWORD PTR [rdx+0x128],rcx",
            "mov eax,0xba",
            "syscall",
            "mov rdx,rsi",
            "mov esi,edi",
            "mov edi,eax",
            "mov r8d,0x10000",
            "mov eax,0x81",
            "syscall",
            "cmp eax,0xfffffff5",
            "jne 0x3d",
            "dec r8d",
            "je 0x3d",
            "mov eax,0x18",
            "syscall",
            "jmp 0x23",
            "ret");
  }

  @Test
  void x86ChangesTheMask() throws Exception {
    assertThat(disassemble(MachineCode.changeMaskCode(Arch.X86_64), X86))
        .containsExactly(
            "endbr64",
            "mov rax,QWORD PTR [rsi+0x18]",
            "test ah,0x1",
            "jne 0x15",
            "or QWORD PTR [rdx+0x128],rax",
            "ret",
            "not rax",
            "and QWORD PTR [rdx+0x128],rax",
            "ret");
  }

  @Test
  void armHandsBack() throws Exception {
    assertThat(disassemble(MachineCode.handBackCode(Arch.AARCH64), ARM))
        .containsExactly(
            "bti c",
            "sub w3, w0, #0x1",
            "mov x4, #0x1",
            "lsl x4, x4, x3",
            "ldr x5, [x2, #40]",
            "orr x5, x5, x4",
            "str x5, [x2, #40]",
            "mov x6, x0",
            "mov x7, x1",
            "mov x8, #0xb2",
            "svc #0x0",
            "mov x9, x0",
            "mov w10, #0x10000",
            "mov x0, x9",
            "mov x1, x6",
            "mov x2, x7",
            "mov x8, #0x8a",
            "svc #0x0",
            "cmn x0, #0xb",
            "b.ne 0x64",
            "subs w10, w10, #0x1",
            "b.eq 0x64",
            "mov x8, #0x7c",
            "svc #0x0",
            "b 0x34",
            "ret");
  }

  @Test
  void armChangesTheMask() throws Exception {
    assertThat(disassemble(MachineCode.changeMaskCode(Arch.AARCH64), ARM))
        .containsExactly(
            "bti c",
            "ldr x3, [x1, #24]",
            "ldr x5, [x2, #40]",
            "tbnz w3, #8, 0x1c",
            "orr x5, x5, x3",
            "str x5, [x2, #40]",
            "ret",
            "bic x5, x5, x3",
            "str x5, [x2, #40]",
            "ret");
  }

  private static String hex(byte[] code) {
    return HexFormat.of().formatHex(code);
  }

  @Test
  void theHandlersOfThisProcessorDoWhatTheyShall() throws Exception {
    Foreign.run(
            Here.PATIENCE,
            CProgram.of(MachineCodeTest.class, "handlers.c").toString(),
            hex(MachineCode.handBackCode(Arch.CURRENT)),
            hex(MachineCode.changeMaskCode(Arch.CURRENT)))
        .orFail();
  }

  @Test
  void theHandlersOfAarch64DoWhatTheyShall() throws Exception {
    Foreign.require("aarch64-linux-gnu-gcc");
    var source = folder.resolve("handlers.c");
    try (var text = MachineCodeTest.class.getResourceAsStream("handlers.c")) {
      Files.write(source, text == null ? new byte[0] : text.readAllBytes());
    }
    var program = folder.resolve("handlers").toString();
    Foreign.run(
            Here.PATIENCE,
            "aarch64-linux-gnu-gcc",
            List.of("-std=gnu11", "-O2", "-static", "-pthread", "-o", program, source.toString())
                .toArray(String[]::new))
        .orFail();
    Foreign.run(
            Here.PATIENCE,
            "qemu-aarch64",
            program,
            hex(MachineCode.handBackCode(Arch.AARCH64)),
            hex(MachineCode.changeMaskCode(Arch.AARCH64)))
        .orFail();
  }

  @Test
  void theOffsetsIntoTheContextAreThoseOfTheCompiler() throws Exception {
    var program =
        """
        #define _GNU_SOURCE
        #include <signal.h>
        #include <stddef.h>
        #include <sys/syscall.h>
        #include <ucontext.h>
        _Static_assert(offsetof(ucontext_t, uc_sigmask) == %d, "mask");
        _Static_assert(offsetof(siginfo_t, si_value) == 24, "value");
        _Static_assert(SYS_gettid == %d && SYS_rt_sigqueueinfo == %d && SYS_sched_yield == %d, "");
        """;
    compile("cc", program.formatted(296, 186, 129, 24), "x86");
    compile("aarch64-linux-gnu-gcc", program.formatted(40, 178, 138, 124), "arm");
  }

  private void compile(String compiler, String program, String name) throws Exception {
    var file = Files.writeString(folder.resolve(name + ".c"), program);
    Foreign.run(Here.PATIENCE, compiler, "-fsyntax-only", file.toString()).orFail();
  }
}
