package io.kvkit.spring.autoconfigure.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.spring.KvPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @Test
    void everythingIsRead() {
        assertThat(RedisAddress.parse("p", "rediss://us%3Aer:p%40ss+w:rd@redis.example.org:6380/3"))
                .isEqualTo(new RedisAddress("redis.example.org", 6_380, "us:er", "p@ss+w:rd", 3, true));
    }

    @Test
    void whatIsLeftOutHasDefaults() {
        assertThat(RedisAddress.parse("p", "redis://h")).isEqualTo(new RedisAddress("h", 6_379, null, null, 0, false));
        assertThat(RedisAddress.parse("p", "redis://h/")).isEqualTo(new RedisAddress("h", 6_379, null, null, 0, false));
    }

    @Test
    void aPasswordAloneBelongsToTheDefaultUser() {
        var expected = new RedisAddress("::1", 1, null, "secret", 0, false);
        assertThat(RedisAddress.parse("p", "redis://:secret@[::1]:1")).isEqualTo(expected);
        assertThat(RedisAddress.parse("p", "redis://secret@[::1]:1")).isEqualTo(expected);
    }

    @Test
    void theTextShowsNoPassword() {
        assertThat(RedisAddress.parse("p", "redis://u:geheim@h")).hasToString("h:6379");
    }

    @Test
    void aBrokenUriIsNotRepeated() {
        assertThatThrownBy(() -> RedisAddress.parse("kv.redis.uri", "redis://u:gehei m@h"))
                .hasMessageStartingWith(
                        "kv.redis.uri is not a Redis URI. Write redis://user:password@host:port/database")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://h:0", "redis://h:65536", "redis://h:99999"})
    void aPortThatDoesNotExistIsAMistakeInTheUri(String uri) {
        assertThatThrownBy(() -> RedisAddress.parse("kv.redis.uri", uri))
                .isInstanceOf(KvPropertyException.class)
                .hasMessageStartingWith("kv.redis.uri is not a Redis URI");
    }
}
