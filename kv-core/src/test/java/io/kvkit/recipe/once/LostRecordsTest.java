package io.kvkit.recipe.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.Handler;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls whose server loses records, or is out of reach, while their work runs. */
@Tag("slow")
@Timeout(180)
class LostRecordsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static @Nullable Object result(CompletableFuture<@Nullable Object> call) throws Exception {
        return call.get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static @Nullable Object run(OnceProcess process, String value) throws Exception {
        return result(process.start(Handler.returning(value)));
    }

    /** A call succeeds although its record goes away in the middle, and is replayed afterwards. */
    private static void loses(Consumer<RedisServer> loss) throws Exception {
        try (RedisServer server = RedisServer.start();
                OnceProcess process = OnceProcess.open(server.uri(), LONG)) {
            Handler handler = Handler.open();
            var first = process.start(handler);
            handler.awaitBegin();
            loss.accept(server);
            process.awaitServer();
            handler.finish("first");
            assertThat(result(first)).isEqualTo("first");
            assertThat(run(process, "second")).isEqualTo("first");
            assertThat(process.outcomes).containsExactly(Outcome.CLAIMED, Outcome.COMPLETED, Outcome.REPLAYED);
        }
    }

    private static void command(RedisServer server, Consumer<RedisCommands<String, String>> command) {
        try (RedisClient client = RedisClient.create(server.uri())) {
            command.accept(client.connect().sync());
        }
    }

    @Test
    void deletedRecordIsWrittenAgain() throws Exception {
        loses(server -> command(
                server, redis -> assertThat(redis.del(OnceProcess.KEY.text())).isEqualTo(1)));
    }

    @Test
    void flushedRecordIsWrittenAgain() throws Exception {
        loses(server -> command(server, RedisCommands::flushall));
    }

    @Test
    void recordOfAServerThatCameBackEmptyIsWrittenAgain() throws Exception {
        loses(server -> {
            server.kill();
            server.restart();
        });
    }

    @Test
    void killedServerRemembersWhatIsInItsFile() throws Exception {
        try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
                OnceProcess process = OnceProcess.open(server.uri(), LONG)) {
            assertThat(run(process, "first")).isEqualTo("first");
            server.kill();
            server.restart();
            process.awaitServer();
            assertThat(run(process, "second")).isEqualTo("first");
        }
    }

    @Test
    void serverThatIsKilledAtTheEndOfACallGetsTheResultLater() throws Exception {
        try (RedisServer server = RedisServer.start();
                OnceProcess process = OnceProcess.open(server.uri(), LONG)) {
            Handler handler = Handler.open();
            var first = process.start(handler);
            handler.awaitBegin();
            server.kill();
            handler.finish("first");
            assertThat(result(first)).isEqualTo("first");
            assertThat(process.outcomes).containsExactly(Outcome.CLAIMED);
            server.restart();
            Eventually.until(() -> process.outcomes.contains(Outcome.COMPLETED));
            assertThat(run(process, "second")).isEqualTo("first");
        }
    }

    @Test
    void shortPartitionIsNoTakeover() throws Exception {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                OnceProcess cut = OnceProcess.open(proxy.uri(), LONG);
                OnceProcess other = OnceProcess.open(server.uri(), LONG)) {
            Handler handler = Handler.open();
            var first = cut.start(handler);
            handler.awaitBegin();
            proxy.fault(Fault.BLACK_HOLE);
            handler.finish("first");
            assertThat(result(first)).isEqualTo("first");
            assertThat(other.start(Handler.returning("second")))
                    .failsWithin(Eventually.PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(IdempotencyInProgressException.class);
            proxy.heal();
            Eventually.until(() -> cut.outcomes.contains(Outcome.COMPLETED));
            assertThat(run(other, "third")).isEqualTo("first");
        }
    }

    @Test
    void partitionBeyondTheLeaseIsATakeover() throws Exception {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                OnceProcess cut = OnceProcess.open(proxy.uri(), SHORT);
                OnceProcess other = OnceProcess.open(server.uri(), SHORT)) {
            Handler handler = Handler.open();
            var first = cut.start(handler);
            handler.awaitBegin();
            proxy.fault(Fault.BLACK_HOLE);
            Handler takeover = Handler.returning("second");
            Eventually.until(() -> other.start(takeover)
                    .handle((value, failure) -> "second".equals(value))
                    .join());
            assertThat(takeover.runs()).isEqualTo(1);
            Eventually.until(() -> cut.outcomes.contains(Outcome.LEASE_LOST));
            proxy.heal();
            cut.awaitServer();
            handler.finish("late");
            assertThat(result(first)).isEqualTo("late");
            assertThat(cut.outcomes).containsExactly(Outcome.CLAIMED, Outcome.LEASE_LOST, Outcome.STALE);
            assertThat(other.outcomes).contains(Outcome.TAKEOVER);
            assertThat(run(other, "third")).isEqualTo("second");
        }
    }
}
