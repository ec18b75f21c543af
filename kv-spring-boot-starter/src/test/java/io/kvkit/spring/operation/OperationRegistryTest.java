package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.cached.CacheArea;
import io.kvkit.spring.cached.CacheProperties;
import io.kvkit.spring.dedupe.DedupeArea;
import io.kvkit.spring.dedupe.DedupeProperties;
import io.kvkit.spring.idempotent.IdempotencyArea;
import io.kvkit.spring.idempotent.IdempotencyProperties;
import io.kvkit.spring.operation.read.OperationSource;
import io.kvkit.spring.ratelimited.RateLimitArea;
import io.kvkit.spring.ratelimited.RateLimitProperties;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationRegistryTest {

    static class First {

        @Cached(name = "shared", key = "#id", ttl = "1m")
        public String find(long id) {
            return "";
        }
    }

    static class Second {

        @Cached(name = "shared", key = "#id + 1", ttl = "60s")
        public String find(long id) {
            return "";
        }
    }

    static class OtherTtl {

        @Cached(name = "shared", key = "#id", ttl = "2m")
        public String find(long id) {
            return "";
        }
    }

    static class ShortTtl {

        @Cached(name = "shared", key = "#id", ttl = "10s")
        public String find(long id) {
            return "";
        }
    }

    static class OtherType {

        @Cached(name = "shared", key = "#id", ttl = "1m")
        public Long find(long id) {
            return id;
        }
    }

    static class OtherScope {

        @CacheInvalidate(name = "shared", key = "#id", scope = "TENANT")
        public void change(long id) {}
    }

    static class Overloads {

        @Idempotent(key = "#id")
        public String pay(long id) {
            return "";
        }

        @Idempotent(key = "#id")
        public String pay(String id) {
            return "";
        }
    }

    static final class Elsewhere {

        static class First {

            @Cached
            public String other(long id) {
                return "";
            }

            @Cached
            public String find(long id) {
                return "";
            }
        }
    }

    static class Bare {

        static class First {

            @Cached
            public String find(long id) {
                return "";
            }
        }
    }

    static class Events {

        @DedupeEvent(key = "#event")
        public void unnamed(String event) {}

        @DedupeEvent(name = "named", key = "#event")
        public void named(String event) {}

        @Idempotent(key = "#event")
        public void once(String event) {}

        @Cached
        public String cached(String event) {
            return event;
        }
    }

    @RateLimited(limit = 10, window = "1s")
    static class Limited {

        public void one() {}

        public void two(String id) {}

        @RateLimited(limit = 1, window = "1s")
        public void own() {}

        void hidden() {}

        @Override
        public String toString() {
            return "";
        }
    }

    private static void assertConflict(Class<?> first, Class<?> second, String message) {
        OperationSource source = Sources.plain();
        source.validate(first);
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> source.validate(second))
                .withMessage(message);
    }

    @Test
    void methodsThatAgreeShareAName() {
        OperationSource source = Sources.plain();
        source.validate(First.class);
        source.validate(Second.class);
        assertThat(source.registry().size()).isEqualTo(2);
    }

    @Test
    void contradictionsUnderOneNameStopTheStart() {
        assertConflict(
                First.class,
                OtherTtl.class,
                "@Cached(name = \"shared\") on " + OtherTtl.class.getName()
                        + ".find(long): it has ttl PT2M, but @Cached on "
                        + First.class.getName()
                        + ".find(long) with this name has PT1M. Let them agree, or give them two names.");
        assertConflict(
                First.class,
                ShortTtl.class,
                "@Cached(name = \"shared\") on " + ShortTtl.class.getName()
                        + ".find(long): it has nullTtl PT10S and ttl PT10S, but @Cached on "
                        + First.class.getName()
                        + ".find(long) with this name has PT30S and PT1M. Let them agree, or give them two names.");
        assertConflict(
                First.class,
                OtherType.class,
                "@Cached(name = \"shared\") on " + OtherType.class.getName()
                        + ".find(long): it has return type java.lang.Long, but @Cached on " + First.class.getName()
                        + ".find(long) with this name has java.lang.String. Let them agree, or give them two names.");
        assertConflict(
                First.class,
                OtherScope.class,
                "@CacheInvalidate(name = \"shared\") on " + OtherScope.class.getName()
                        + ".change(long): it has scope TENANT, but @Cached on " + First.class.getName()
                        + ".find(long) with this name has \"\". Let them agree, or give them two names.");
    }

    @Test
    void overloadsWithOneDefaultNameStopTheStart() {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(Overloads.class))
                .withMessageContaining(
                        "this default name is that of @Idempotent on " + Overloads.class.getName() + ".pay(")
                .withMessageEndingWith("Give each a name of its own, as in name = \"Overloads.pay.2\".");
    }

    @Test
    void classesOfOneSimpleNameDoNotShareADefaultName() {
        assertConflict(
                Elsewhere.First.class,
                Bare.First.class,
                "@Cached(name = \"First.find\") on " + Bare.First.class.getName()
                        + ".find(long): this default name is that of @Cached on " + Elsewhere.First.class.getName()
                        + ".find(long) too. Give each a name of its own, as in name = \"First.find.2\".");
    }

    @Test
    void aClassSeenTwiceCountsOnce() {
        OperationSource source = Sources.plain();
        source.validate(Events.class);
        source.validate(Events.class);
        source.find(Sources.method(Events.class, "named"), Events.class);
        assertThat(source.registry().size()).isEqualTo(4);
        assertThat(source.registry().all()).hasSize(4);
    }

    @Test
    void onceOnlyOperationsWithoutANameAreKnown() {
        OperationSource source = Sources.plain();
        source.validate(Events.class);
        assertThat(source.registry().unnamed())
                .extracting(operation -> operation.site().toString())
                .containsExactlyInAnyOrder(
                        "@DedupeEvent on " + Events.class.getName() + ".unnamed(String)",
                        "@Idempotent on " + Events.class.getName() + ".once(String)");
    }

    @Test
    void namesOfTheConfigurationThatMatchNothingAreKnown() {
        OperationSettings settings = Sources.settings(
                new AreaSettings<>(
                        CacheArea.CACHE,
                        true,
                        CacheProperties.Cache.NONE,
                        Map.of("shared", CacheProperties.Cache.NONE, "prodcuts", CacheProperties.Cache.NONE)),
                new AreaSettings<>(
                        IdempotencyArea.IDEMPOTENCY,
                        true,
                        IdempotencyProperties.Operation.NONE,
                        Map.of("shared", IdempotencyProperties.Operation.NONE)),
                new AreaSettings<>(
                        RateLimitArea.RATE_LIMIT,
                        true,
                        RateLimitProperties.Limit.NONE,
                        Map.of("api", RateLimitProperties.Limit.NONE)),
                new AreaSettings<>(
                        DedupeArea.DEDUPE,
                        true,
                        DedupeProperties.Consumer.NONE,
                        Map.of("named", DedupeProperties.Consumer.NONE)));
        OperationSource source = Sources.with(settings);
        source.validate(First.class);
        source.validate(Events.class);
        assertThat(source.registry().unmatchedNames())
                .containsExactly(
                        "kv.cache.caches.prodcuts", "kv.idempotency.operations.shared", "kv.rate-limit.limits.api");
    }

    @Test
    void aLimitOnAClassIsSharedByItsPublicMethods() {
        OperationSource source = Sources.plain();
        assertThat(source.validate(Limited.class)).isTrue();
        RateLimitedOperation one = limit(source, "one");
        RateLimitedOperation two = limit(source, "two");
        assertThat(one.name()).isEqualTo("Limited").isEqualTo(two.name());
        assertThat(one.ofClass()).isTrue();
        assertThat(limit(source, "own").name()).isEqualTo("Limited.own");
        assertThat(source.find(Sources.method(Limited.class, "toString"), Limited.class)
                        .all(RateLimitedOperation.class))
                .isEmpty();
        assertThat(source.registry().size()).isEqualTo(2);
    }

    private static RateLimitedOperation limit(OperationSource source, String method) {
        return source.find(Sources.method(Limited.class, method), Limited.class)
                .all(RateLimitedOperation.class)
                .get(0);
    }
}
