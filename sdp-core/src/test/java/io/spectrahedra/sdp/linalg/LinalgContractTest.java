package io.spectrahedra.sdp.linalg;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.spectrahedra.sdp.linalg.Provider.Contract;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@DisplayName("every routine on every provider, in every size")
class LinalgContractTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 100, 257
  };

  private static final int[] LARGE = {1000};

  private static final List<Class<? extends Contract>> CONTRACTS =
      List.of(
          ProductContract.class,
          TriangularContract.class,
          CholeskyContract.class,
          EigenContract.class);

  @TestFactory
  Stream<DynamicNode> products() {
    return onEveryProvider(ProductContract.class, SIZES);
  }

  @TestFactory
  Stream<DynamicNode> triangularMatrices() {
    return onEveryProvider(TriangularContract.class, SIZES);
  }

  @TestFactory
  Stream<DynamicNode> cholesky() {
    return onEveryProvider(CholeskyContract.class, SIZES);
  }

  @TestFactory
  Stream<DynamicNode> eigenvalues() {
    return onEveryProvider(EigenContract.class, SIZES);
  }

  @TestFactory
  Stream<DynamicNode> numbersAtTheEdge() {
    return onEveryProvider(SafetyContract.class, new int[] {1, 2, 3, 8, 17, 33, 65, 100});
  }

  @TestFactory
  Stream<DynamicNode> largeOnScalarKernels() {
    return CONTRACTS.stream().map(contract -> on(Provider.ALL.get(0), contract, LARGE));
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicNode> largeOnEveryProvider() {
    return CONTRACTS.stream().flatMap(contract -> onEveryProvider(contract, LARGE));
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicNode> allSizes() {
    int[] sizes = IntStream.concat(IntStream.range(0, 130), IntStream.of(239, 241, 481)).toArray();
    return CONTRACTS.stream().flatMap(contract -> onEveryProvider(contract, sizes));
  }

  private static Stream<DynamicNode> onEveryProvider(
      Class<? extends Contract> contract, int[] sizes) {
    return Provider.ALL.stream().map(provider -> on(provider, contract, sizes));
  }

  private static DynamicNode on(
      Provider provider, Class<? extends Contract> contract, int[] sizes) {
    return dynamicContainer(
        provider + ", " + contract.getSimpleName(),
        provider.checks(contract).entrySet().stream()
            .map(check -> inEverySize(check.getKey(), check.getValue(), sizes)));
  }

  private static DynamicNode inEverySize(String routine, IntConsumer check, int[] sizes) {
    return dynamicContainer(
        routine,
        Arrays.stream(sizes)
            .mapToObj(n -> dynamicTest(routine + ", n = " + n, () -> check.accept(n))));
  }
}
