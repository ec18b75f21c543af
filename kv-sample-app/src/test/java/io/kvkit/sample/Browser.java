package io.kvkit.sample;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium that is installed on this machine; nothing is downloaded. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser open() {
        SELENIUM.setLevel(Level.SEVERE); // it warns about every browser that is newer than itself
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(place("CHROMIUM", "/usr/bin/chromium"));
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--force-prefers-reduced-motion",
                "--no-proxy-server");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(place("CHROMEDRIVER", "/usr/bin/chromedriver")))
                .usingAnyFreePort()
                .withTimeout(PATIENCE)
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static String place(String variable, String usual) {
        return Optional.ofNullable(System.getenv(variable)).orElse(usual);
    }

    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    void visit(int port) {
        driver.get("http://127.0.0.1:" + port + "/");
        new WebDriverWait(driver, PATIENCE, BETWEEN)
                .until(page -> !text("#store").equals("…"));
    }

    /**
     * Clicks on a button as soon as its form is not at work, because the page ignores clicks until then. If an answer that
     * arrives meanwhile moves the button away, the click is tried again; what covers a button for good fails the test.
     */
    void click(String id) {
        new WebDriverWait(driver, PATIENCE, BETWEEN)
                .ignoring(ElementClickInterceptedException.class)
                .withMessage(() -> id + " could not be clicked")
                .until(page -> clicked(element("#" + id)));
    }

    private static boolean clicked(WebElement button) {
        if (button.getDomAttribute("aria-disabled") != null) {
            return false;
        }
        button.click();
        return true;
    }

    /** Chooses an option of a list as soon as the list is not at work. */
    void choose(String id, String value) {
        new WebDriverWait(driver, PATIENCE, BETWEEN)
                .until(page -> element("#" + id).getDomAttribute("aria-disabled") == null);
        new Select(element("#" + id)).selectByValue(value);
    }

    void type(String id, String text) {
        WebElement input = element("#" + id);
        input.clear();
        input.sendKeys(text);
    }

    String text(String selector) {
        return element(selector).getText();
    }

    List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** The classes of all elements, with one question to the browser. */
    List<String> classes(String selector) {
        String names = (String) driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map(each => each.className).join()", selector);
        return List.of(names.split(","));
    }

    WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Waits until an element holds a text. */
    void await(String selector, String text) {
        new WebDriverWait(driver, PATIENCE, BETWEEN)
                .withMessage(() -> selector + " never held \"" + text + "\": " + texts(selector))
                .until(page -> texts(selector).stream().anyMatch(shown -> shown.contains(text)));
    }

    /** The width of the page's content; more than the window's means scrolling sideways. */
    long contentWidth() {
        return (Long) driver.executeScript("return document.documentElement.scrollWidth");
    }

    /** Ends the scripts of the page. */
    void leave() {
        driver.get("about:blank");
    }

    /** Errors of the scripts; that a request was refused is not one. */
    List<String> scriptErrors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("the server responded with a status of"))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
