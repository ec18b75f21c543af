package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.operation.DoubtsTest.Draft;
import io.kvkit.spring.operation.read.OperationSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A whole object is neither the list of its parts nor any text. */
class WholeObjectDoubtsTest {

    record Size(int width, int height) {}

    static class Sizes {

        @Cached(name = "parts", key = "{#width, #height}")
        public String find(int width, int height) {
            return "";
        }

        @CacheInvalidate(name = "parts", key = "#size")
        public void whole(Size size) {}
    }

    static class Drafts {

        @Cached(name = "text", key = "#name")
        public String find(String name) {
            return "";
        }

        @CacheInvalidate(name = "text", key = "#draft")
        public void whole(Draft draft) {}
    }

    static class Same {

        @Cached(name = "same")
        public String find(Size size) {
            return "";
        }

        @CacheInvalidate(name = "same", key = "#changed.size")
        public void change(Changed changed) {}
    }

    public record Changed(Size size) {}

    private static List<String> doubts(Class<?> type) {
        OperationSource source = Sources.plain();
        source.validate(type);
        return source.registry().doubts((area, name) -> false);
    }

    @Test
    void wholeRecordNeverMatchesTheListOfItsComponents() {
        assertThat(doubts(Sizes.class)).singleElement().asString().contains("is a whole Size", "is a list of 2");
    }

    @Test
    void wholeObjectNeverMatchesAText() {
        assertThat(doubts(Drafts.class)).singleElement().asString().contains("is a whole object", "is a text");
    }

    @Test
    void wholeRecordMatchesItself() {
        assertThat(doubts(Same.class)).isEmpty();
    }
}
