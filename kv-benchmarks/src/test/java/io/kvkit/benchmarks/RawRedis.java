package io.kvkit.benchmarks;

import io.kvkit.store.Transition;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one would write by hand: Lettuce's synchronous commands on one connection that all threads share, and Jackson.
 *
 * <p>The connection has the options of the store's own; the server is one of its own.
 */
@State(Scope.Benchmark)
public class RawRedis {

    private static final long LEASE_MILLIS = 30_000;
    private static final long RETENTION_MILLIS = 86_400_000;
    private static final String PRODUCT_KEY = "bench:cache:products:1";
    private static final byte[] MARK = {'1'};
    private static final String PAYMENTS = "bench:idempotency:payments:";

    private final RedisServer server = RedisServer.start();
    private final RedisClient client = RedisClient.create();
    private final RedisCommands<String, byte[]> commands = connect();
    private final JsonMapper mapper = JsonMapper.builder().build();
    private final ObjectReader products = mapper.readerFor(Product.class);
    private final ObjectReader payments = mapper.readerFor(Payment.class);
    private final ObjectWriter paymentWriter = mapper.writerFor(Payment.class);
    private final Payment payment = Payment.sample();
    private final byte[] token = new byte[16];
    private final Transition<?> take = HotKey.METER.take(HotKey.KEY, 1, 1);
    private final String script = commands.scriptLoad(take.script().source());
    private final String[] scriptKeys = {HotKey.KEY.text()};
    private final byte[][] scriptArguments = take.arguments().toArray(byte[][]::new);
    private final List<String[]> manyKeys =
            ManyKeys.keys().stream().map(key -> new String[] {key.text()}).toList();

    /** Writes the records that later calls find. */
    public RawRedis() {
        commands.set(PRODUCT_KEY, mapper.writeValueAsBytes(Product.sample(1)), SetArgs.Builder.px(RETENTION_MILLIS));
        pay(PAYMENTS + Running.PAID);
    }

    /** A cache hit: GET, decoded. */
    Product get() {
        return products.readValue(Objects.requireNonNull(commands.get(PRODUCT_KEY)));
    }

    /** A rate-limit decision: EVALSHA of the same script with the same arguments; the reply is not read. */
    byte[] take() {
        return commands.evalsha(script, ScriptOutputType.VALUE, scriptKeys, scriptArguments);
    }

    /** The same for any of many keys. */
    byte[] takeAny() {
        return commands.evalsha(script, ScriptOutputType.VALUE, manyKeys.get(ManyKeys.index()), scriptArguments);
    }

    /** The first call with a key: SET NX GET to own it, then SET of the encoded result. Safe only if nothing fails. */
    Payment payFirst(String id) {
        return pay(PAYMENTS + id);
    }

    private Payment pay(String key) {
        if (claim(key) != null) {
            throw new IllegalStateException("This measures something else: the key was taken");
        }
        commands.set(key, paymentWriter.writeValueAsBytes(payment), SetArgs.Builder.px(RETENTION_MILLIS));
        return payment;
    }

    /** A later call with a key: SET NX GET answers the result, which is decoded. */
    Payment payAgain(String id) {
        return payments.readValue(Objects.requireNonNull(claim(PAYMENTS + id)));
    }

    /** An event that is remembered before its work: SET NX. */
    boolean mark(String id) {
        return commands.set(
                        "bench:dedupe:orders:" + id, MARK, SetArgs.Builder.nx().px(RETENTION_MILLIS))
                == null;
    }

    RedisServer server() {
        return server;
    }

    private byte @Nullable [] claim(String key) {
        return commands.setGet(key, token, SetArgs.Builder.nx().px(LEASE_MILLIS));
    }

    private RedisCommands<String, byte[]> connect() {
        client.setOptions(ClientOptions.builder()
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .build());
        RedisURI uri = RedisURI.create(server.uri());
        uri.setTimeout(Duration.ofSeconds(OnRedis.TIMEOUT_SECONDS));
        return client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), uri)
                .sync();
    }

    /** Ends the connection and the server. */
    @TearDown
    public void stop() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        server.close();
    }
}
