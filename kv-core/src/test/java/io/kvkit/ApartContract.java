package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.recipe.lease.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not meet: plain keys, those of each recipe, and two clients of different prefixes. */
abstract class ApartContract extends ClientGroup {

    private final List<Lease> held = new ArrayList<>();

    @AfterEach
    void giveBack() {
        held.forEach(Lease::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "client:a", "cache:client:a", "{a}", "kv:raw:a"})
    void plainKeysAndThoseOfRecipesNeverMeet(String key) {
        useEverywhere(client, key, "one");
        assertThat(client.get(key)).isEqualTo(bytes("one"));
        assertThat(client.scan("", 100)).containsExactly(key);
        assertThat(client.delete(key)).isTrue();
        client.invalidate(key);
        assertThat(client.idempotentExecute(key, String.class, () -> "two").value())
                .isEqualTo("one");
        assertThat(client.alreadyProcessed(key)).isTrue();
        assertThat(client.rateLimit(key, 1, MINUTE).allowed()).isFalse();
        assertThat(client.lease(key).tryAcquire(MINUTE)).isEmpty();
        assertThat(client.get(key)).isNull();
    }

    @Test
    void clientsOfTwoPrefixesNeverMeet() {
        KvClient other = client(under.prefix() + "-2");
        useEverywhere(client, "a", "one");
        assertThat(other.scan("", 100)).isEmpty();
        assertThat(other.deleteMany(List.of("a")).orThrow()).containsOnly(Map.entry("a", false));
        other.invalidate("a");
        useEverywhere(other, "a", "two");
        assertThat(client.get("a")).isEqualTo(bytes("one"));
        assertThat(other.get("a")).isEqualTo(bytes("two"));
        assertThat(client.guardedGet("a", MINUTE, String.class, () -> "three")).isEqualTo("one");
        assertThat(client.scan("", 100)).containsExactly("a");
        other.deleteMany(other.scan("", 100)).orThrow();
    }

    @Test
    void clientsOfOnePrefixShareEverything() {
        useEverywhere(client, "a", "one");
        KvClient other = client(under.prefix());
        assertThat(other.get("a")).isEqualTo(bytes("one"));
        assertThat(other.guardedGet("a", MINUTE, String.class, () -> "two")).isEqualTo("one");
        assertThat(other.idempotentExecute("a", String.class, () -> "two").replayed())
                .isTrue();
        assertThat(other.alreadyProcessed("a")).isTrue();
        assertThat(other.lease("a").tryAcquire(MINUTE)).isEmpty();
    }

    private void useEverywhere(KvClient client, String key, String value) {
        client.set(key, bytes(value), MINUTE);
        assertThat(client.guardedGet(key, MINUTE, String.class, () -> value)).isEqualTo(value);
        assertThat(client.idempotentExecute(key, MINUTE, String.class, () -> value)
                        .value())
                .isEqualTo(value);
        assertThat(client.alreadyProcessed(key, MINUTE)).isFalse();
        assertThat(client.rateLimit(key, 1, MINUTE).allowed()).isTrue();
        held.add(client.lease(key).tryAcquire(MINUTE).orElseThrow());
    }
}
