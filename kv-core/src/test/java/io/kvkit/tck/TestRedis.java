package io.kvkit.tck;

import java.io.File;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;

/**
 * The Redis server that ordinary tests share: one per version and JVM, started when first asked for.
 *
 * <p>Which server that is, is decided once and quietly:
 *
 * <ol>
 *   <li>the one at {@code KV_TEST_REDIS_URI}, an environment variable, if it is set;
 *   <li>else a container, if {@code DOCKER_HOST} is set or the Docker socket exists, and Docker can start one;
 *   <li>else the program that lies in a test dependency ({@link RedisBinary#CURRENT}), so nothing needs to be
 *       installed.
 * </ol>
 *
 * <p>The oldest version is always the program {@link RedisBinary#OLDEST}. Tests that stop, freeze or fill a server start
 * their own one with {@link RedisServer#start(String...)}. The shared server is never flushed: a test keeps to a key
 * prefix of its own.
 */
public final class TestRedis {

    private static final String SOCKET = "/var/run/docker.sock";
    private static final String IMAGE = "redis:7.4-alpine";

    // One per address, as stores are shared by target.
    private static final Map<String, RedisTarget> TARGETS = new ConcurrentHashMap<>();

    private TestRedis() {}

    /** The address of the shared server, as {@code redis://host:port}. */
    public static String uri() {
        return Current.URI;
    }

    /** The address of the shared server of the oldest supported version. */
    public static String oldestUri() {
        return Oldest.URI;
    }

    /** The shared primary with a replica that a Sentinel watches. Tests that make it fail start a set of their own. */
    public static RedisTarget sentinel() {
        return Watched.TARGET;
    }

    /** The shared cluster of three masters. Tests that make it fail start one of their own. */
    public static RedisTarget cluster() {
        return Clustered.TARGET;
    }

    static RedisTarget target(String uri) {
        return TARGETS.computeIfAbsent(uri, RedisTarget::server);
    }

    private static String choose() {
        String given = System.getenv("KV_TEST_REDIS_URI");
        if (given != null && !given.isBlank()) {
            return given;
        }
        String container = dockerAnswers() ? container() : null;
        return container == null ? RedisServer.start().uri() : container;
    }

    // Asking Testcontainers without these takes a second and logs an error.
    private static boolean dockerAnswers() {
        boolean likely = System.getenv("DOCKER_HOST") != null || new File(SOCKET).exists();
        return likely && DockerClientFactory.instance().isDockerAvailable();
    }

    // Where there is Docker, there need not be the image or a way to get it.
    @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends
    private static @Nullable String container() {
        try {
            GenericContainer<?> container = new GenericContainer<>(IMAGE).withExposedPorts(6379);
            container.start();
            return "redis://" + container.getHost() + ":" + container.getMappedPort(6379);
        } catch (ContainerFetchException | ContainerLaunchException e) {
            return null;
        }
    }

    private static final class Current {
        static final String URI = choose();
    }

    private static final class Watched {
        @SuppressWarnings("resource") // ends with the JVM
        static final RedisTarget TARGET = RedisTarget.of(SentinelSet.start(1));
    }

    private static final class Clustered {
        @SuppressWarnings("resource") // ends with the JVM
        static final RedisTarget TARGET = RedisTarget.of(RedisCluster.start(3));
    }

    private static final class Oldest {
        static final String URI = RedisServer.start(RedisBinary.OLDEST).uri();
    }
}
