package io.kvkit.spring.amqp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;

/**
 * The broker of AMQP 0-9-1 that all tests of this JVM share: the RabbitMQ at {@code -Dkvkit.rabbit.port}, or else one in this
 * JVM.
 */
final class AmqpBroker {

    private static final int GIVEN = Integer.getInteger("kvkit.rabbit.port", 0);
    private static final int PORT = GIVEN > 0 ? GIVEN : start();

    private static final String CONFIGURATION = """
        {"name": "test", "modelVersion": "9.1",
         "authenticationproviders": [{"name": "plain", "type": "Plain", "secureOnlyMechanisms": [],
           "users": [{"name": "guest", "type": "managed", "password": "guest"}]}],
         "ports": [{"name": "AMQP", "port": "%d", "bindingAddress": "127.0.0.1", "authenticationProvider": "plain",
           "protocols": ["AMQP_0_9_1"], "virtualhostaliases": [{"name": "default", "type": "defaultAlias"},
             {"name": "names", "type": "nameAlias"}]}],
         "virtualhostnodes": [{"name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
           "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"}]}
        """;

    private AmqpBroker() {}

    static int port() {
        return PORT;
    }

    /** Returns the arguments of a queue whose rejected messages go to an exchange. */
    static Map<String, Object> deadLetters(String exchange) {
        return GIVEN > 0
                ? Map.of("x-dead-letter-exchange", exchange)
                : Map.of("alternateExchange", exchange, "x-qpid-maximum-delivery-count", 1);
    }

    private static int start() {
        try {
            int port = freePort();
            Path file = Files.createTempFile("kvkit-amqp", ".json");
            Files.writeString(file, CONFIGURATION.formatted(port));
            file.toFile().deleteOnExit();
            new SystemLauncher()
                    .startup(Map.of(
                            SystemConfig.TYPE,
                            "Memory",
                            SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                            file.toUri().toString(),
                            SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                            false));
            return port;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
