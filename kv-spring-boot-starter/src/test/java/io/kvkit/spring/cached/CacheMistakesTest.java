package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Annotations that would do something else than they say fail startup. */
class CacheMistakesTest {

    static class BlankTag {

        @Cached(
                name = "blank-tag",
                key = "#id",
                tags = {"'all'", " "})
        public String find(long id) {
            return "value";
        }
    }

    static class EmptyTag {

        @CacheInvalidate(name = "empty-tag", tags = "")
        public void remove() {}
    }

    static class TagOfNothing {

        @CacheInvalidate(name = "tag-of-nothing", tags = "#result")
        public void remove() {}
    }

    static class MapOfTags {

        @CacheInvalidate(name = "map-of-tags", tags = "#prices")
        public void remove(Map<String, String> prices) {}
    }

    static class NoUnit {

        @Cached(name = "no-unit", key = "#id", ttlExpression = "'60'")
        public String find(long id) {
            return "value";
        }
    }

    static class NoDuration {

        @Cached(name = "no-duration", key = "#id", ttlExpression = "'soon'")
        public String find(long id) {
            return "value";
        }
    }

    static class Tagged {

        @Cached(name = "tagged", key = "#id", tags = "'all'")
        public String find(long id) {
            return "value";
        }
    }

    static class Cleared {

        @CacheInvalidate(name = "tagged", allEntries = true)
        public void clear() {}
    }

    static class EarlyWord {

        @Cached(name = "early-word", key = "#id", earlyRefresh = "soon")
        public String find(long id) {
            return "value";
        }
    }

    private static String failure(Class<?> bean, String... properties) {
        var messages = new StringBuilder();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory")
                .withPropertyValues(properties)
                .withBean(bean)
                .run(context -> {
                    for (Throwable each = context.getStartupFailure(); each != null; each = each.getCause()) {
                        messages.append(each).append('\n');
                    }
                });
        return messages.toString();
    }

    @Test
    void tagsThatAreNone() {
        assertThat(failure(BlankTag.class)).contains("tags").contains("an expression is blank");
        assertThat(failure(EmptyTag.class)).contains("tags").contains("an expression is blank");
        assertThat(failure(TagOfNothing.class)).contains("tags").contains("the method returns nothing");
        assertThat(failure(MapOfTags.class)).contains("it is a map").contains("#prices.keySet()");
    }

    @Test
    void livesThatAreNone() {
        assertThat(failure(NoUnit.class)).contains("ttlExpression").contains("it is not a duration");
        assertThat(failure(NoDuration.class)).contains("ttlExpression").contains("it is not a duration");
        assertThat(failure(EarlyWord.class)).contains("it is no number from 0 to 1000");
    }

    @Test
    void tagsThatAPropertyForbids() {
        String forbids = "kv.cache.caches.tagged.tagged=false";
        assertThat(failure(Tagged.class, forbids)).contains("kv.cache.caches.tagged.tagged is false");
        assertThat(failure(Cleared.class, forbids)).contains("kv.cache.caches.tagged.tagged is false");
        assertThat(failure(Tagged.class)).isEmpty();
    }

    @Test
    void eagernessThatIsNone() {
        assertThat(failure(Tagged.class, "kv.cache.caches.tagged.early-refresh=-1"))
                .contains("early-refresh=-1.0");
    }
}
