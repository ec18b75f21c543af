package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CanonicalDigestTest {

    private static final List<String> X = List.of("x");

    @Test
    void noTwoSequencesRunTogether() {
        Set<String> digests = Set.of(
                of(digest -> {}),
                of(digest -> digest.text("")),
                of(digest -> digest.textOrNone(null)),
                of(digest -> digest.content(new byte[0])),
                of(digest -> digest.count(0)),
                of(digest -> {
                    digest.text("a");
                    digest.text("b");
                }),
                of(digest -> digest.text("asb")),
                of(digest -> digest.fields(Map.of("a", X, "b", X))),
                of(digest -> {
                    digest.fields(Map.of("a", X));
                    digest.fields(Map.of("b", X));
                }),
                of(digest -> digest.fields(Map.of("a", List.of("x", "b", "x")))));
        assertThat(digests).hasSize(10);
    }

    private static String of(Consumer<CanonicalDigest> parts) {
        CanonicalDigest digest = new CanonicalDigest();
        parts.accept(digest);
        return Arrays.toString(digest.bytes());
    }
}
