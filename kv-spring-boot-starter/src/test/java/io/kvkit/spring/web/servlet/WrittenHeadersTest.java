package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenHeadersTest {

    private final WrittenHeaders headers = new WrittenHeaders();

    @Test
    void equalValuesAreCounted() {
        headers.add("X-Part", "a");
        headers.add("x-part", "b");
        headers.add("X-PART", "a");
        assertThat(headers.all("X-Part", List.of("a", "b"))).containsExactly("a", "b", "a");
    }

    @Test
    void valueThatIsSetReplacesOthers() {
        headers.add("X-Part", "a");
        headers.set("x-part", "a");
        assertThat(headers.all("X-Part", List.of("a"))).containsExactly("a");
        headers.set("X-Part", null);
        assertThat(headers.all("X-Part", List.of())).isEmpty();
    }

    @Test
    void containerIsBelievedWhereOthersWriteToo() {
        headers.add("X-Part", "a");
        headers.add("X-Part", "a");
        assertThat(headers.all("X-Part", List.of("a", "of a filter"))).containsExactly("a", "of a filter");
        assertThat(headers.all("X-Other", List.of("b"))).containsExactly("b");
        headers.clear();
        assertThat(headers.all("X-Part", List.of("a"))).containsExactly("a");
    }
}
