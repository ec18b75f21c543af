package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.lettuce.LettuceSettingsBuilder;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A near cache on a server that gives no signals: no read gives a value that is older than the maximum staleness. */
@Tag("slow")
@Timeout(180)
class NearWithoutTrackingTest {

    private static final String PERMISSIONS =
            "+get +set +exists +unlink +eval +evalsha +scan +time +del +getrange +setrange +incrby +pexpire +persist"
                    + " +pttl";

    @Test
    void userWithoutThePermission() {
        String user = "app on >secret ~test:* -@all " + PERMISSIONS;
        try (RedisServer server = RedisServer.start(("--user " + user).split(" "))) {
            changesAreSeen(server, settings -> settings.credentials("app", "secret"));
        }
    }

    @Test
    void connectionWithoutPushes() {
        try (RedisServer server = RedisServer.start()) {
            changesAreSeen(
                    server,
                    settings -> settings.customizeOptions(options -> options.protocolVersion(ProtocolVersion.RESP2)));
        }
    }

    private static void changesAreSeen(RedisServer server, UnaryOperator<LettuceSettingsBuilder> settings) {
        RedisClient client = RedisClient.create(server.uri());
        LettuceKvStore store = new LettuceKvStore(
                settings.apply(LettuceSettings.ofUri(server.uri())).build());
        Connected.await(store);
        try (var program = client.connect();
                NearUnderChanges reads =
                        new NearUnderChanges(store, key -> program.sync().del(key.text()), false)) {
            for (int i = 0; i < 2; i++) {
                reads.during(() -> {});
            }
            assertThat(reads.isSilent()).isTrue();
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
