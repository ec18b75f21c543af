package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.operation.read.OperationSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Annotations and attributes that cannot mean anything together. */
class CombinationMistakesTest {

    @Refused(
            "@CacheInvalidate(name = \"n\") on HERE.m(long): @Cached of this name stands on the same method, so each call"
                    + " would remove what it keeps. Put @CacheInvalidate on the method that changes what is cached.")
    static class CachedAndInvalidated {

        @Cached(name = "n", key = "#id")
        @CacheInvalidate(name = "n", key = "#id")
        public String m(long id) {
            return "";
        }
    }

    @Refused(
            "@CacheUpdate(name = \"n\") on HERE.m(long): @Cached of this name stands on the same method, so each hit would"
                    + " be written again and never end. Remove @CacheUpdate, because @Cached keeps the result.")
    static class CachedAndUpdated {

        @Cached(name = "n", key = "#id")
        @CacheUpdate(name = "n", key = "#id")
        public String m(long id) {
            return "";
        }
    }

    @Refused(
            "@DedupeEvent(key = \"'all'\") on HERE.m(long): it is the same for all calls, so only the first one would ever"
                    + " run. Write what identifies the call, as in key = \"#order.id\".")
    static class ConstantEvent {

        @DedupeEvent(key = "'all'")
        public void m(long id) {}
    }

    @Refused(
            "@Idempotent(key = \"{#root.method.name, 1 + 2}\") on HERE.m(long): it is the same for all calls, so only the"
                    + " first one would ever run. Write what identifies the call, as in key = \"#order.id\".")
    static class ConstantCall {

        @Idempotent(key = "{#root.method.name, 1 + 2}")
        public void m(long id) {}
    }

    static class Varying {

        @DedupeEvent(name = "a", key = "@regions.told()")
        public void bean(long id) {}

        @DedupeEvent(name = "b", key = "T(java.util.UUID).randomUUID()")
        public void random(long id) {}

        @DedupeEvent(name = "c", key = "#root.args[0]")
        public void argument(long id) {}

        @Idempotent(name = "d", key = "'welcome'", scope = "PRINCIPAL")
        public void oncePerUser() {}

        @RateLimited(name = "e", key = "'all'", limit = 1, window = "1s")
        public void allTogether(long id) {}
    }

    static class OfTenant {

        @Cached(name = "n", key = "#id", scope = "TENANT")
        public String m(long id) {
            return "";
        }
    }

    static class WithTenant {

        @Cached(name = "n", key = "{#client.tenant, #id}")
        public String m(long id) {
            return "";
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(CombinationMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }

    @Test
    void keysThatOnlyLookConstantStart() {
        assertThatCode(() -> Sources.plain().validate(Varying.class)).doesNotThrowAnyException();
    }

    @Test
    void tenantThatNobodyCanTellStopsTheStart() {
        OperationSource source = new OperationSource(Areas.unset(), text -> text, new StaticListableBeanFactory());

        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> source.validate(OfTenant.class))
                .withMessage("@Cached(scope = \"TENANT\") on " + OfTenant.class.getName() + ".m(long): there is no"
                        + " KvTenantResolver, so no call would have a tenant. Define a bean of type KvTenantResolver that"
                        + " finds the tenant of a call.");
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> source.validate(WithTenant.class))
                .withMessageContaining("there is no KvTenantResolver");
    }
}
