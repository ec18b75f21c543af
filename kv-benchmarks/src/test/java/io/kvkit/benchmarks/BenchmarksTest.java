package io.kvkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.TearDown;

/** Calls every benchmark once on real states, so that none breaks unseen. Nothing is timed. */
@Tag("slow")
class BenchmarksTest {

    static Stream<Method> benchmarks() {
        return Suite.PARTS.stream()
                .flatMap(part -> Arrays.stream(part.benchmarks().getMethods()))
                .filter(method -> method.isAnnotationPresent(Benchmark.class));
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void benchmarkRuns(Method benchmark) throws Exception {
        Object type = benchmark.getDeclaringClass().getConstructor().newInstance();
        Object[] states = new Object[benchmark.getParameterCount()];
        for (int i = 0; i < states.length; i++) {
            states[i] = benchmark.getParameterTypes()[i].getConstructor().newInstance();
        }
        assertThat(benchmark.invoke(type, states)).isNotNull();
        assertThat(benchmark.invoke(type, states)).isNotNull();
        for (Object state : states) {
            tearDown(state);
        }
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void comparedBenchmarksAreThere(Method benchmark) {
        Against against = benchmark.getAnnotation(Against.class);
        List<String> others = benchmarks()
                .filter(other -> inOneClass(other, benchmark))
                .map(Method::getName)
                .toList();
        assertThat(others).contains(against == null ? benchmark.getName() : against.value());
    }

    @Test
    void annotationProcessorListsEveryBenchmark() throws IOException {
        try (InputStream in = Suite.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            assertThat(in).isNotNull();
            String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(benchmarks())
                    .isNotEmpty()
                    .allSatisfy(method -> assertThat(list)
                            .contains(method.getDeclaringClass().getName())
                            .contains(method.getName()));
        }
    }

    private static boolean inOneClass(Method one, Method other) {
        return one.getDeclaringClass() == other.getDeclaringClass();
    }

    private static void tearDown(Object state) throws ReflectiveOperationException {
        for (Method method : state.getClass().getMethods()) {
            if (method.isAnnotationPresent(TearDown.class)) {
                method.invoke(state);
            }
        }
    }
}
