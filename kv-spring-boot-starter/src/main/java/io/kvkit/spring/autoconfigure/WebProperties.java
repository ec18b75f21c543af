package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.attribute.ValueRules;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The properties under {@code kv.web}. */
record WebProperties(
        @DefaultValue Problem problem, @DefaultValue CacheStatus cacheStatus) {

    /**
     * What responses say about caches.
     *
     * @param enabled whether responses contain the header Cache-Status (RFC 9211), which says for each cache where its results came from. A hit of the near cache then takes longer
     */
    record CacheStatus(@DefaultValue("false") boolean enabled) {}

    /**
     * How refusals are answered over HTTP.
     *
     * @param enabled whether refusals and store failures are answered as application/problem+json; when not, the exceptions are left to the application
     * @param typeBase what the type of a problem starts with; the code follows. That of a refused limit is the registered one
     * @param helpUri where clients read about idempotency keys; refusals link it
     */
    record Problem(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("urn:kvkit:problem:") String typeBase,
            @Nullable URI helpUri) {

        void check(String name) {
            ValueRules.absoluteUri(name + ".type-base", typeBase);
            ValueRules.absoluteUri(name + ".help-uri", helpUri == null ? null : helpUri.toString());
        }
    }
}
