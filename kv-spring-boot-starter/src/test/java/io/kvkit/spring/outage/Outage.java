package io.kvkit.spring.outage;

import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.function.Supplier;

/** A way in which servers go away and come back. */
enum Outage {
    /** The process dies; after a while another one, empty, takes its place. */
    KILLED(
            Keeps.NOTHING,
            4,
            () -> new OneServer((server, proxy) -> server.kill(), (server, proxy) -> server.restart())),

    /** The process dies and is back at once, empty. */
    RESTARTED_EMPTY(
            Keeps.NOTHING,
            0,
            () -> new OneServer((server, proxy) -> server.kill(), (server, proxy) -> server.restart())),

    /** The process gets no time: SIGSTOP. */
    STOPPED(
            Keeps.EVERYTHING,
            4,
            () -> new OneServer((server, proxy) -> server.pause(), (server, proxy) -> server.resume())),

    /** The network swallows everything. */
    BLACK_HOLED(Keeps.EVERYTHING, 4, () -> behind(Fault.BLACK_HOLE)),

    /** Requests arrive and are carried out, their answers do not come back. */
    ANSWERS_LOST(Keeps.EVERYTHING, 4, () -> behind(Fault.DROP_REPLIES)),

    /** The primary dies, and Sentinels put its replica in its place. */
    FAILED_OVER_BY_SENTINEL(Keeps.REPLICATED, 0, WatchedPrimary::new),

    /** A master of a cluster dies, and its replica takes its place. */
    CLUSTER_MASTER_KILLED(Keeps.REPLICATED, 1, ThreeMasters::new);

    /** What of the acknowledged records is there afterwards. */
    enum Keeps {
        EVERYTHING,
        /** What had reached the replica before. */
        REPLICATED,
        NOTHING
    }

    private final Keeps keeps;
    private final Duration lasts;
    private final Supplier<Site> site;

    Outage(Keeps keeps, int seconds, Supplier<Site> site) {
        this.keeps = keeps;
        this.lasts = Duration.ofSeconds(seconds);
        this.site = site;
    }

    /** Starts the servers. */
    Site site() {
        return site.get();
    }

    Keeps keeps() {
        return keeps;
    }

    /** How long a test lets it last: so long that connections are given up as well, or as long as it takes. */
    Duration lasts() {
        return lasts;
    }

    private static Site behind(Fault fault) {
        return new OneServer(
                (RedisServer server, FaultProxy proxy) -> proxy.fault(fault), (server, proxy) -> proxy.heal());
    }
}
