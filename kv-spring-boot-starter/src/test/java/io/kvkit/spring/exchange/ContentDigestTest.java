package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentDigestTest {

    @Test
    void everyByteAndHeaderOfALargePartCounts() throws IOException {
        byte[] first = new byte[20_000];
        first[0] = 1;
        byte[] last = new byte[20_000];
        last[19_999] = 1;
        Set<String> digests = Set.of(
                of("text/plain", new byte[20_000]),
                of("text/plain", new byte[20_001]),
                of("text/plain", first),
                of("text/plain", last),
                of("text/csv", new byte[20_000]));
        assertThat(digests).hasSize(5);
        assertThat(of("text/plain", first)).isEqualTo(of("text/plain", first.clone()));
    }

    private static String of(String type, byte[] content) throws IOException {
        return Arrays.toString(
                ContentDigest.of(Map.of("content-type", List.of(type)), new ByteArrayInputStream(content)));
    }
}
