package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.store.Key;
import io.kvkit.store.StorePart;
import io.lettuce.core.RedisException;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The masters of a Redis Cluster, each with a connection of its own.
 *
 * <p>Who serves which slots is read again every 30 seconds, and soon after a redirect, a lost connection, or an attempt
 * to connect in vain.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class ClusterServers implements Servers {

    private static final long PERIOD_MILLIS = 30_000;
    private static final long PAUSE_MILLIS = 100;
    private static final long RETRY_MILLIS = 500;
    // Long enough for the answers to what was sent before a server ceased to be a master.
    private static final long RETIREMENT_MILLIS = 5_000;

    private final LettuceSettings settings;
    private final Set<Address> seeds;
    private final Driver driver;
    private final TopologyQuery query;
    private final LinkLog log;
    private final Map<Address, Master> masters = new ConcurrentHashMap<>();
    private final FirstAttempt firstLook = new FirstAttempt();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Topology topology = new Topology(List.of());
    private volatile @Nullable Master[] owners = new @Nullable Master[Slots.COUNT];
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    ClusterServers(LettuceSettings settings, RedisTopology.Cluster cluster) {
        this.settings = settings;
        this.seeds = new LinkedHashSet<>(cluster.nodes());
        this.driver = new Driver(settings);
        this.query = new TopologyQuery(driver);
        this.log = new LinkLog(settings.toString());
        looking.set(true);
        look();
        lookRegularly();
    }

    @Override
    public void whenKnown(Runnable task) {
        firstLook.then(task);
    }

    @Override
    public @Nullable Link of(Key key) {
        Master owner = owners[Slots.of(key.text())];
        if (owner == null) {
            lookAgain();
            return null;
        }
        return owner.link();
    }

    @Override
    public StorePart partOf(Key key) {
        Master owner = owners[Slots.of(key.text())];
        return owner == null ? StorePart.WHOLE : owner;
    }

    @Override
    public @Nullable List<Link> all() {
        Topology now = topology;
        List<Link> links = now.masters().stream()
                .map(masters::get)
                .filter(Objects::nonNull)
                .map(Master::link)
                .toList();
        return now.slots() == Slots.COUNT ? links : null;
    }

    @Override
    public Object layout() {
        return topology;
    }

    @Override
    public @Nullable Link follow(Redirect redirect, Link from) {
        Address address = redirect.address(hostOf(from));
        Master master = open(address);
        if (redirect.lasting()) {
            owners[redirect.slot()] = master;
            lookAgain();
        }
        return master.link();
    }

    @Override
    public void doubt(Link link, Session session, Throwable answer) {
        String text = answer.getMessage();
        if (text != null && text.startsWith("CLUSTERDOWN")) {
            lookAgain();
        }
    }

    @Override
    public void lookAgain() {
        lookSoon(PAUSE_MILLIS);
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public Connections connections() {
        return driver.connections(masters.values().stream().map(Master::link).toList());
    }

    @Override
    public boolean awaitConnection(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        if (!firstLook.await(atMost)) {
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
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        firstLook.ended();
        masters.values().forEach(master -> master.link().close());
        driver.close();
    }

    private Master open(Address address) {
        return masters.computeIfAbsent(address, to -> {
            Link link = new Link(driver, () -> driver.connect(to), name(to), this::lookAgain);
            if (closed) {
                link.close();
            }
            return new Master(to, link);
        });
    }

    private String name(Address address) {
        return address + " of a cluster" + (settings.encrypted() ? " with TLS" : "");
    }

    private String hostOf(Link link) {
        return masters.values().stream()
                .filter(master -> master.link() == link)
                .map(master -> master.address().host())
                .findAny()
                .orElseGet(() -> seeds.iterator().next().host());
    }

    private void lookRegularly() {
        later(
                () -> {
                    lookAgain();
                    lookRegularly();
                },
                PERIOD_MILLIS);
    }

    private void lookSoon(long millis) {
        if (!closed && looking.compareAndSet(false, true)) {
            later(this::look, millis);
        }
    }

    private void look() {
        Map<Address, Session> connected = new HashMap<>();
        masters.forEach((address, master) -> {
            Session session = master.link().session();
            if (session != null) {
                connected.put(address, session);
            }
        });
        Set<Address> others = new LinkedHashSet<>(topology.nodes());
        others.addAll(seeds);
        query.ask(connected, others).whenComplete((view, broken) -> {
            looking.set(false);
            try {
                if (view != null) {
                    take(view);
                } else {
                    inVain(broken);
                }
            } finally {
                firstLook.ended();
            }
        });
    }

    private synchronized void take(Topology view) {
        failure = null;
        if (closed) {
            return;
        }
        @Nullable Master[] next = new @Nullable Master[Slots.COUNT];
        view.ranges().forEach(range -> Arrays.fill(next, range.first(), range.last() + 1, open(range.master())));
        owners = next;
        topology = view;
        Set<Address> present = view.masters();
        masters.forEach((address, master) -> {
            if (!present.contains(address)) {
                masters.remove(address, master);
                master.leave();
                later(master.link()::close, RETIREMENT_MILLIS);
            }
        });
    }

    private void inVain(@Nullable Throwable broken) {
        failure = broken == null ? new RedisException("no node of the cluster answers") : broken;
        if (!closed) {
            log.failed(failure);
            lookSoon(RETRY_MILLIS);
        }
    }

    private void later(Runnable task, long millis) {
        driver.later(task, millis);
    }
}
