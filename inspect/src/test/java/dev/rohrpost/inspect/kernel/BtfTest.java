package dev.rohrpost.inspect.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BtfTest {
  private static final String LIST = "list_head"; // two pointers, in every kernel

  @BeforeEach
  void theKernelDescribesItsTypes() {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/sys/kernel/btf/vmlinux")),
        "this kernel does not describe its types");
  }

  @Test
  void membersAreWhereTheCompilerPutThem() throws Exception {
    var types = Btf.ofKernel(LIST);
    var list = types.named(LIST);
    assertThat(types.size(list)).isEqualTo(16);
    assertThat(types.member(list, "next").offset()).isZero();
    var previous = types.member(list, "prev");
    assertThat(previous.offset()).isEqualTo(8);
    assertThat(types.isPointer(previous.type())).isTrue();
    assertThat(types.member(previous.type(), "prev")).isEqualTo(previous);
  }

  @Test
  void theKernelSaysWhatItsIteratorsHandOver() throws Exception {
    var types = Btf.ofKernel(DescriptorTable.ITERATOR);
    assertThat(types.parameters(types.named(DescriptorTable.ITERATOR)))
        .extracting(Btf.Parameter::name)
        .containsExactly("meta", "task", "fd", "file");
  }

  @Test
  void whatAKernelDoesNotHaveIsNamed() throws Exception {
    var types = Btf.ofKernel(LIST, "no_such_type");
    assertThatExceptionOfType(NoSuchTypeException.class)
        .isThrownBy(() -> types.named("no_such_type"))
        .withMessage("this kernel has no no_such_type");
    assertThatExceptionOfType(NoSuchTypeException.class)
        .isThrownBy(() -> types.member(types.named(LIST), "next.none"))
        .withMessageContaining("list_head");
  }
}
