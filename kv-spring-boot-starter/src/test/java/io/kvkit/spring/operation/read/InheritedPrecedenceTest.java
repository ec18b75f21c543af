package io.kvkit.spring.operation.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.cached.CachedOperation;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import org.junit.jupiter.api.Test;

/** Which annotation counts if an inherited method implements one of an interface. */
class InheritedPrecedenceTest {

    interface Finder {

        @Cached(ttl = "1m")
        String find(String id);
    }

    static class Found {

        public String find(String id) {
            return id;
        }
    }

    static class Limited {

        @Cached(ttl = "2m")
        @RateLimited(name = "own", limit = 1, window = "1s")
        public String find(String id) {
            return id;
        }
    }

    static class OwnAndOfInterface extends Limited implements Finder {}

    @RateLimited(name = "class", limit = 1, window = "1s")
    interface LimitedFinder {

        @RateLimited(name = "method", limit = 2, window = "1s")
        String find(String id);
    }

    static class OfLimited extends Found implements LimitedFinder {}

    @Test
    void theAnnotationOfTheClassTakesThePlaceOfTheInterfaces() {
        Operations both = Sources.operations(OwnAndOfInterface.class, "find");
        assertThat(both.all(RateLimitedOperation.class)).hasSize(1);
        assertThat(both.all(CachedOperation.class))
                .extracting(each -> each.settings().life().ttlMillis())
                .containsExactly(120_000L);
    }

    @Test
    void theAnnotationOfTheInterfacesMethodTakesThePlaceOfTheWholeInterfaces() {
        assertThat(Sources.operations(OfLimited.class, "find").all(RateLimitedOperation.class))
                .extracting(Operation::name)
                .containsExactly("method");
    }

    static class FoundNumber {

        public Long find(Long id) {
            return id;
        }

        @SuppressWarnings("unused")
        private String find(String id) {
            return id;
        }
    }

    static class OtherMethods extends FoundNumber implements Finder {

        @Override
        public String find(String id) {
            return id;
        }
    }

    @Test
    void otherMethodsOfTheNameAreNotAnnotated() {
        assertThat(Sources.plain().of(OtherMethods.class))
                .extracting(each -> each.site().place())
                .containsExactly(OtherMethods.class.getName() + ".find(String)");
        assertThat(Sources.plain().of(Found.class)).isEmpty();
    }
}
