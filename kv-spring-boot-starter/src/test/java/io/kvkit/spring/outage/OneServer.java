package io.kvkit.spring.outage;

import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.RedisServer;
import java.util.List;
import java.util.function.BiConsumer;

/** A single server behind a proxy. */
final class OneServer implements Site {

    private final RedisServer server = RedisServer.start();
    private final FaultProxy proxy = new FaultProxy(server.port());
    private final BiConsumer<RedisServer, FaultProxy> going;
    private final BiConsumer<RedisServer, FaultProxy> coming;

    OneServer(BiConsumer<RedisServer, FaultProxy> going, BiConsumer<RedisServer, FaultProxy> coming) {
        this.going = going;
        this.coming = coming;
    }

    @Override
    public List<String> properties() {
        return List.of("kv.redis.uri=" + proxy.uri());
    }

    @Override
    public void begin() {
        going.accept(server, proxy);
    }

    @Override
    public void end() {
        coming.accept(server, proxy);
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
