package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class KeyPrefixTest {

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void thePropertyBeatsTheNameOfTheApplication() {
        environment.setProperty("spring.application.name", "app");
        assertThat(KeyPrefix.of("shop", environment)).isEqualTo(new KeyPrefix("shop", true));
        assertThat(KeyPrefix.of(null, environment)).isEqualTo(new KeyPrefix("app", true));
        assertThat(KeyPrefix.of(" ", environment)).isEqualTo(new KeyPrefix("app", true));
    }

    @Test
    void withoutAnyNameItIsKv() {
        assertThat(KeyPrefix.of(null, environment)).isEqualTo(new KeyPrefix("kv", false));
    }

    @Test
    void whatAKeyCannotHoldIsPercentEncoded() {
        String prefix = KeyPrefix.of("Mein Laden: 100 %/ä", environment).value();
        assertThat(prefix).isEqualTo("Mein%20Laden%3A%20100%20%25%2F%C3%A4");
        assertThat(Namespace.of(prefix, "cache", "n", Retention.KEPT).start()).startsWith(prefix);
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThatThrownBy(() -> KeyPrefix.of("x".repeat(129), environment))
                .hasMessageEndingWith("Set kv.key-prefix to something shorter.");
    }
}
