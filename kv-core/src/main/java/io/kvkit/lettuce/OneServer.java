package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.lettuce.tracking.TrackedServer;
import io.kvkit.lettuce.tracking.Tracking;
import io.kvkit.store.Key;
import io.kvkit.store.Signals;
import io.kvkit.store.StorePart;
import io.lettuce.core.RedisReadOnlyException;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A single server that holds every key: at a fixed address, or the primary that is looked up for each connection.
 *
 * <p>A primary that was looked up is asked every second whether it still is one, because a demoted one would continue
 * to answer reads.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class OneServer implements Servers {

    private static final long CHECK_MILLIS = 1_000;

    private final Driver driver;
    private final Timer timer;
    private final RedisTopology topology;
    private final PrimaryLog found;
    private final Tracking tracking;
    private final Link link;
    private final boolean elected;

    OneServer(LettuceSettings settings) {
        this.driver = new Driver(settings);
        this.timer = driver.timer();
        this.topology = settings.topology();
        this.elected = !(topology instanceof RedisTopology.Standalone);
        this.found = new PrimaryLog(topology);
        this.tracking = new Tracking(new Tracked(driver, this::tracked, () -> {}), settings.signalsHeartbeat());
        Connector connector = connector(driver, topology, found);
        this.link = new Link(driver, connector, settings.toString(), tracking::follow);
        if (elected) {
            checkLater();
        }
    }

    private static Connector connector(Driver driver, RedisTopology topology, PrimaryLog found) {
        if (topology instanceof RedisTopology.Sentinel sentinel) {
            return new PrimaryLookup(driver, sentinel, found);
        }
        if (topology instanceof RedisTopology.Replicated replicated) {
            return new PrimaryAmong(driver, replicated, found);
        }
        RedisTopology.Standalone standalone = (RedisTopology.Standalone) topology;
        return () -> driver.connect(standalone.address());
    }

    // A connection to a primary is for the one that the link uses; the next one may be another server.
    private List<TrackedServer> tracked() {
        if (topology instanceof RedisTopology.Standalone standalone) {
            return List.of(new Tracked.Fixed(driver, link, standalone.address()));
        }
        Session session = link.session();
        Address primary = found.primary();
        return session == null || primary == null ? List.of() : List.of(new Tracked.Elected(driver, session, primary));
    }

    private void checkLater() {
        driver.later(
                () -> {
                    Session session = link.session();
                    if (session != null) {
                        check(session);
                    }
                    if (!link.isClosed()) {
                        checkLater();
                    }
                },
                CHECK_MILLIS);
    }

    // If the user has no permission to ask, the first write shows that the server is a replica.
    private void check(Session session) {
        Role.isPrimary(session.connection()).thenAccept(primary -> {
            if (!primary) {
                link.giveUp(session);
            }
        });
    }

    @Override
    public void whenKnown(Runnable task) {
        task.run();
    }

    @Override
    public boolean isKnown() {
        return true;
    }

    @Override
    public Link of(Key key) {
        return link;
    }

    @Override
    public StorePart partOf(Key key) {
        return StorePart.WHOLE;
    }

    @Override
    public List<Link> all() {
        return List.of(link);
    }

    @Override
    public List<Link> known() {
        return all();
    }

    @Override
    public Object layout() {
        return link;
    }

    @Override
    public @Nullable Link follow(Redirect redirect, Link from) {
        return null;
    }

    // The primary became a replica, so another one is looked up.
    @Override
    public void doubt(Link from, Session session, Throwable answer) {
        if (elected && answer instanceof RedisReadOnlyException) {
            from.giveUp(session);
        }
    }

    @Override
    public CompletionStage<@Nullable Link> successor(Link former, Key key) {
        return CompletableFuture.completedStage(null);
    }

    // Each attempt to connect looks up the primary anyway.
    @Override
    public void lookAgain() {}

    @Override
    public @Nullable Throwable failure() {
        return null;
    }

    @Override
    public Signals signals() {
        return tracking;
    }

    @Override
    public Connections connections() {
        return driver.connections(List.of(link));
    }

    @Override
    public boolean awaitConnection(Duration atMost) {
        return link.awaitConnection(atMost);
    }

    @Override
    public Timer timer() {
        return timer;
    }

    @Override
    public Executor background() {
        return driver.background();
    }

    @Override
    public boolean isClosed() {
        return link.isClosed();
    }

    @Override
    public void close() {
        driver.closing();
        tracking.close();
        link.close();
        driver.close();
    }
}
