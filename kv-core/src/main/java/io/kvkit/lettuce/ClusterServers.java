package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.lettuce.tracking.TrackedServer;
import io.kvkit.lettuce.tracking.Tracking;
import io.kvkit.store.Key;
import io.kvkit.store.Signals;
import io.kvkit.store.StorePart;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The masters of a Redis Cluster, each with its own connection.
 *
 * <p>The slot map is read again every 30 seconds, and soon after a redirect, a lost connection, or a failed attempt to
 * connect.
 */
final class ClusterServers implements Servers {

    // Long enough for the answers to commands that were sent before a server ceased to be a master.
    private static final long RETIREMENT_MILLIS = 5_000;
    private static final long VAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LettuceSettings settings;
    private final Set<Address> seeds;
    private final Driver driver;
    private final Masters masters;
    private final Tracking tracking;
    private final TopologyRefresh refresh;
    private volatile long lookedInVainNanos = System.nanoTime() - VAIN_NANOS;
    private volatile boolean closed;

    ClusterServers(LettuceSettings settings, RedisTopology.Cluster cluster) {
        this.settings = settings;
        this.seeds = new LinkedHashSet<>(cluster.nodes());
        this.driver = new Driver(settings);
        this.masters = new Masters(this::open);
        this.tracking = new Tracking(new Tracked(driver, this::tracked, this::lookAgain), settings.signalsHeartbeat());
        TopologyQuery query = new TopologyQuery(driver);
        this.refresh = new TopologyRefresh(
                driver, new LinkLog(settings.toString()), () -> query.ask(masters.connected(), others()), this::take);
        refresh.start();
    }

    @Override
    public void whenKnown(Runnable task) {
        refresh.firstLook().then(task);
    }

    @Override
    public boolean isKnown() {
        return refresh.firstLook().hasEnded();
    }

    @Override
    public @Nullable Link of(Key key) {
        Master master = masters.of(key);
        if (master == null) {
            lookAgain();
            return null;
        }
        return master.link();
    }

    @Override
    public StorePart partOf(Key key) {
        Master master = masters.of(key);
        return master == null ? StorePart.WHOLE : master;
    }

    @Override
    public @Nullable List<Link> all() {
        return masters.serving();
    }

    @Override
    public List<Link> known() {
        return masters.known();
    }

    @Override
    public Object layout() {
        return masters.topology().places();
    }

    @Override
    public @Nullable Link follow(Redirect redirect, Link from) {
        String asked = masters.hostOf(from);
        Master master = masters.at(
                redirect.address(asked == null ? seeds.iterator().next().host() : asked));
        if (redirect.lasting()) {
            masters.moved(redirect.slot(), master);
            lookAgain();
        }
        tracking.follow();
        return master.link();
    }

    @Override
    public void doubt(Link link, Session session, Throwable answer) {
        String text = answer.getMessage();
        if (text != null && (text.startsWith("CLUSTERDOWN") || text.startsWith("READONLY"))) {
            lookAgain();
        }
    }

    @Override
    public CompletionStage<@Nullable Link> successor(Link former, Key key) {
        Link now = of(key);
        if (now != former || System.nanoTime() - lookedInVainNanos < VAIN_NANOS) {
            return CompletableFuture.completedStage(now == former ? null : now);
        }
        return refresh.nextLook().thenApply(looked -> {
            Link then = of(key);
            if (then == former) {
                lookedInVainNanos = System.nanoTime();
            }
            return then == former ? null : then;
        });
    }

    @Override
    public void lookAgain() {
        refresh.lookSoon();
    }

    @Override
    public @Nullable Throwable failure() {
        return refresh.failure();
    }

    @Override
    public Signals signals() {
        return tracking;
    }

    @Override
    public Connections connections() {
        return driver.connections(masters.links());
    }

    @Override
    public boolean awaitConnection(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        if (!refresh.firstLook().await(atMost)) {
            return false;
        }
        List<Link> links = all();
        return links != null
                && links.stream()
                        .map(link -> link.awaitConnection(Duration.ofNanos(Math.max(1, end - System.nanoTime()))))
                        .reduce(true, Boolean::logicalAnd);
    }

    @Override
    public Timer timer() {
        return driver.timer();
    }

    @Override
    public Executor background() {
        return driver.background();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        refresh.close();
        driver.closing();
        tracking.close();
        masters.links().forEach(Link::close);
        driver.close();
    }

    private Link open(Address address) {
        Link link = new Link(driver, () -> driver.connect(address), name(address), this::lookAgain);
        if (closed) {
            link.close();
        }
        return link;
    }

    private String name(Address address) {
        return address + " of a cluster" + (settings.encrypted() ? " with TLS" : "");
    }

    private Set<Address> others() {
        Set<Address> others = new LinkedHashSet<>(masters.topology().nodes());
        others.addAll(seeds);
        return others;
    }

    private List<TrackedServer> tracked() {
        return masters.all().stream()
                .map(master -> (TrackedServer) new Tracked.Member(driver, masters, master))
                .toList();
    }

    private void take(Topology view) {
        boolean moved = replace(view);
        tracking.follow();
        if (moved) {
            tracking.anythingChanged();
        }
    }

    /** Applies a slot map; returns whether slots have other masters. */
    private synchronized boolean replace(Topology view) {
        boolean moved = !masters.topology().places().equals(view.places());
        if (!closed) {
            masters.take(view).forEach(left -> driver.later(left.link()::close, RETIREMENT_MILLIS));
        }
        return moved;
    }
}
