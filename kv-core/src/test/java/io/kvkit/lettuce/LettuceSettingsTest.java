package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.lettuce.RedisTopology.Address;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LettuceSettingsTest {

    @Test
    void uriGivesAddressCredentialsDatabaseAndTls() {
        LettuceSettings settings = LettuceSettings.ofUri("rediss://app:pa%40ss@redis.example:6380/3")
                .build();
        assertThat(settings.topology()).isEqualTo(new RedisTopology.Standalone(new Address("redis.example", 6380)));
        assertThat(settings.credentials()).isEqualTo(new Credentials("app", "pa@ss"));
        assertThat(settings.database()).isEqualTo(3);
        assertThat(settings.tls()).isEqualTo(RedisTls.DEFAULT);
        assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void plainUriHasNoCredentialsAndNoTls() {
        LettuceSettings settings = LettuceSettings.ofUri("redis://localhost").build();
        assertThat(settings.topology()).hasToString("localhost:6379");
        assertThat(settings.credentials()).isEqualTo(Credentials.NONE);
        assertThat(settings.tls()).isNull();
    }

    @Test
    void timeoutOfTheUriCounts() {
        assertThat(LettuceSettings.ofUri("redis://localhost?timeout=3s").build().timeout())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void sentinelUriIsUnderstood() {
        LettuceSettings settings =
                LettuceSettings.ofUri("redis-sentinel://a:1,b:2#mymaster").build();
        assertThat(settings.topology())
                .isEqualTo(new RedisTopology.Sentinel("mymaster", List.of(new Address("a", 1), new Address("b", 2))));
    }

    @Test
    void clusterHasOneDatabaseOnly() {
        var cluster = LettuceSettings.of(new RedisTopology.Cluster(List.of(new Address("a", 1))));
        assertThat(cluster.build().topology()).hasToString("Cluster at [a:1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.database(1).build())
                .withMessage("A Redis Cluster has only database 0, but 1 is set");
    }

    @Test
    void topologyWithoutNodesIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RedisTopology.Cluster(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new RedisTopology.Sentinel("m", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "http://user:secret@host", "redis://user:secret@host:port", "redis://"})
    void unreadableUriIsRefusedWithoutRepeatingIt(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LettuceSettings.ofUri(uri))
                .withMessageContaining("redis://")
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    @Test
    void textFormShowsNoPassword() {
        LettuceSettings settings = LettuceSettings.standalone("h", 1)
                .credentials("app", "secret")
                .tls(RedisTls.DEFAULT)
                .build();
        assertThat(settings).hasToString("h:1 with TLS as app");
        assertThat(settings.credentials()).hasToString("Credentials[username=app]");
    }

    @Test
    void builderThatIsUsedOnDoesNotChangeWhatItBuilt() {
        var builder = LettuceSettings.standalone("h", 1).database(1);
        LettuceSettings first = builder.build();
        builder.database(2);
        assertThat(first.database()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"h:1, h, 1", "h, h, 6379", "[::1]:7, ::1, 7", "10.0.0.1:8, 10.0.0.1, 8"})
    void addressIsRead(String text, String host, int port) {
        assertThat(Address.parse(text)).isEqualTo(new Address(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h:", "h:x", "h:0", "h:65536", ":1", " "})
    void whatIsNoAddressIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text));
    }

    @Test
    void settingThatFailsLeavesNoTimerRunning() {
        Set<Thread> before = timers();
        var option = LettuceSettings.standalone("h", 1).customizeOptions(any -> {
            throw new IllegalStateException("bad option");
        });
        assertThatThrownBy(() -> new LettuceKvStore(option.build())).hasMessage("bad option");
        var resource = LettuceSettings.standalone("h", 1).customizeResources(any -> {
            throw new IllegalStateException("bad resource");
        });
        assertThatThrownBy(() -> new LettuceKvStore(resource.build())).hasMessage("bad resource");
        assertThat(timers()).isSubsetOf(before);
    }

    private static Set<Thread> timers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kvkit-redis-timer"))
                .collect(Collectors.toSet());
    }

    @Test
    void spansAndBoundsMustBePositive() {
        var builder = LettuceSettings.standalone("h", 1);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.connectTimeout(Duration.ofNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.requestQueueSize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.database(-1));
    }
}
