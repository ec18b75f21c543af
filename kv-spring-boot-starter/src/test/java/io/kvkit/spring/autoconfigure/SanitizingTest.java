package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.mock.env.MockEnvironment;

/** What endpoints of the actuator show of secrets if the application lets them show values. */
class SanitizingTest {

    private final SanitizingFunction function = new KvSanitizingAutoConfiguration().kvSecrets();

    private Object shown(String key) {
        MockEnvironment environment = new MockEnvironment().withProperty(key, "c0ffee");
        return new EnvironmentEndpoint(environment, List.of(function), Show.ALWAYS)
                .environmentEntry(key)
                .getProperty()
                .getValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kv.dedupe.consumers.stripe.secret",
                "kv.dedupe.consumers.stripe.secret[1]",
                "KV_DEDUPE_CONSUMERS_STRIPE_SECRET",
                "kv.cache.keys[0].secret",
                "kv.idempotency.keys[0].secret",
                "kv.redis.password",
                "kv.redis.uri",
                "kv.stores.orders.redis.uri",
                "KV_REDIS_URI"
            })
    void secretsAreHidden(String key) {
        assertThat(shown(key)).isEqualTo(SanitizableData.SANITIZED_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kv.dedupe.consumers.stripe.ttl", "kv.web.problem.help-uri", "shop.secret", "kvkit.password"})
    void otherValuesAreNotOurs(String key) {
        assertThat(shown(key)).isEqualTo("c0ffee");
    }
}
