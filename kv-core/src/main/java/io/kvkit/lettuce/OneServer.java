package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.lettuce.core.RedisReadOnlyException;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one server that holds every key: at an address, or the primary that Sentinels name at each connecting. */
final class OneServer implements Servers {

    private final Driver driver;
    private final Link link;
    private final boolean elected;

    OneServer(LettuceSettings settings) {
        this.driver = new Driver(settings);
        this.elected = settings.topology() instanceof RedisTopology.Sentinel;
        this.link = new Link(driver, connector(driver, settings.topology()), settings.toString(), () -> {});
    }

    private static Link.Connector connector(Driver driver, RedisTopology topology) {
        if (topology instanceof RedisTopology.Sentinel sentinel) {
            return new PrimaryLookup(driver, sentinel);
        }
        RedisTopology.Standalone standalone = (RedisTopology.Standalone) topology;
        return () -> driver.connect(standalone.address());
    }

    @Override
    public void whenKnown(Runnable task) {
        task.run();
    }

    @Override
    public Link of(Key key) {
        return link;
    }

    @Override
    public List<Link> all() {
        return List.of(link);
    }

    @Override
    public Object layout() {
        return link;
    }

    @Override
    public @Nullable Link follow(Redirect redirect, Link from) {
        return null;
    }

    // A primary that became a replica: the Sentinels know the new one.
    @Override
    public void doubt(Link from, Session session, Throwable answer) {
        if (elected && answer instanceof RedisReadOnlyException) {
            from.giveUp(session);
        }
    }

    @Override
    public @Nullable Throwable failure() {
        return null;
    }

    @Override
    public boolean awaitConnection(Duration atMost) {
        return link.awaitConnection(atMost);
    }

    @Override
    public Timer timer() {
        return driver.timer();
    }

    @Override
    public boolean isClosed() {
        return link.isClosed();
    }

    @Override
    public void close() {
        link.close();
        driver.close();
    }
}
