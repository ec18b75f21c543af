package io.kvkit.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The shop. Open http://localhost:8080 once it runs. */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {

    static {
        // The database that two shops share is a server in one of them, for this machine alone.
        System.setProperty("h2.bindAddress", "127.0.0.1");
    }

    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }
}
