//! As much of HTTP/1.1 as a load generator needs: one connection, one request at a time, no allocation for each.

use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// Borrowed from the connection until the next request.
pub struct Answer<'a> {
    pub status: u16,
    pub head: &'a str,
    pub body: &'a [u8],
}

/// How long a body is (RFC 9112 section 6.3).
enum Framing {
    Length(usize),
    Chunked,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::new() })
    }

    /// Sends a request and reads the answer whole.
    pub async fn send(&mut self, request: &[u8]) -> io::Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.received.clear();
        let begin = self.until(0, b"\r\n\r\n").await?;
        let (status, framing) = read_head(text(&self.received[..begin])?)?;
        let end = match framing {
            Framing::Length(length) => {
                self.at_least(begin + length).await?;
                begin + length
            }
            Framing::Chunked => self.join_chunks(begin).await?,
        };
        let (head, body) = self.received[..end].split_at(begin);
        Ok(Answer { status, head: text(head)?, body })
    }

    /// Moves the chunks together, over the lines between them; says where the last one ends.
    async fn join_chunks(&mut self, begin: usize) -> io::Result<usize> {
        let (mut from, mut to) = (begin, begin);
        loop {
            let data = self.until(from, b"\r\n").await?;
            let line = text(&self.received[from..data])?.trim_end();
            let size = usize::from_str_radix(line, 16).map_err(|_| malformed("a chunk without a size"))?;
            from = data + size + 2;
            self.at_least(from).await?;
            if size == 0 {
                return Ok(to);
            }
            self.received.copy_within(data..data + size, to);
            to += size;
        }
    }

    /// Reads until the mark has come, and says where it ends.
    async fn until(&mut self, from: usize, mark: &[u8]) -> io::Result<usize> {
        loop {
            if let Some(at) = self.received[from..].windows(mark.len()).position(|bytes| bytes == mark) {
                return Ok(from + at + mark.len());
            }
            self.at_least(self.received.len() + 1).await?;
        }
    }

    async fn at_least(&mut self, length: usize) -> io::Result<()> {
        while self.received.len() < length {
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }
}

impl Answer<'_> {
    pub fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        headers(self.head, name)
    }
}

fn read_head(head: &str) -> io::Result<(u16, Framing)> {
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(|| malformed("no status"))?;
    let framing = match (header(head, "content-length"), header(head, "transfer-encoding")) {
        (Some(length), _) => Framing::Length(length.parse().map_err(|_| malformed("no number of bytes"))?),
        (None, Some("chunked")) => Framing::Chunked,
        (None, _) => return Err(malformed("a body without an end")),
    };
    Ok((status, framing))
}

fn header<'a>(head: &'a str, name: &'a str) -> Option<&'a str> {
    headers(head, name).next()
}

fn headers<'a>(head: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let fields = head.lines().filter_map(|line| line.split_once(':'));
    fields.filter(move |(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn text(bytes: &[u8]) -> io::Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| malformed("a head that is not text"))
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}
