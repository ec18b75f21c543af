package io.kvkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {

    @Test
    void errorThatStandsForManyKeysIsThrownAlone() {
        KvException shared = KvException.permanent("mget", null, "all");
        assertThatThrownBy(failed(i -> shared)::orThrow).isSameAs(shared).hasNoSuppressedExceptions();
    }

    @Test
    void errorOfOneKeyIsThrownWithSomeOfTheOthersAndNotWithThousands() {
        assertThatThrownBy(failed(i -> KvException.permanent("mget", null, "key " + i))::orThrow)
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(10));
    }

    private static Batch<String, String> failed(Function<Integer, KvException> failure) {
        Map<String, KvException> failures =
                IntStream.range(0, 5_000).boxed().collect(Collectors.toMap(i -> "k" + i, failure));
        return new Batch<>(Map.of(), failures);
    }
}
