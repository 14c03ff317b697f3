# Before you begin: what to do so that you are not recognised.

guide-heading = Before you begin
guide-lead = What you do before sending protects you the most. Take your time. Read this first and write afterwards.

guide-place-heading = Place and device
guide-place-work = Do not use a work computer, work phone, work tablet or your work network. Not even at home.
guide-place-home = If you can, avoid your home network too. A café or library where you do not usually go is better.
guide-place-wall = Sit with your back to the wall. Pay cash.
guide-place-phone = Leave your phone at home only if you do so at other times, too.
guide-place-search = Do not research this matter from your own accounts. Do not ask AI chatbots for advice.

guide-browser-heading = Browser
guide-browser-tor = Use Tor Browser. In its settings choose the security level “Safest”. These pages work fully with it.
guide-browser-address = Compare the address of this site in two independent sources.
guide-browser-visible = Tor hides what you do. But whoever runs the network can see that you use Tor.
guide-browser-tails = If you have a lot to lose, use the operating system Tails. It starts from a USB stick and leaves nothing on the computer.

guide-files-heading = Documents and photographs
guide-files-metadata = A file may contain its author’s name, the place of a photo, a device number or printer dots. We do not remove them, since they may be evidence. If you can, clean them beforehand.
guide-files-retype = If you were the only one who had the document, do not send it. Describe what it says in your own words.
guide-files-access = Do not open, print or copy what you do not need for your work. That leaves traces.

guide-text-heading = Text
guide-text-name = Do not write your name, your position or what only you do.
guide-text-time = Do not give an exact time and place where only you were. “Early April” is safer than a date and an hour.
guide-text-style = Write plainly, without words that people would recognise as yours.

guide-people-heading = People
guide-people-tell = Do not tell colleagues that you are going to report.
guide-people-notes = Keep your own dated notes outside work.

guide-after-heading = After sending
guide-after-code = Write the code on paper. Keep it where others do not look. Destroy it when you no longer need it.
guide-after-close = In Tor Browser choose “New Identity”, or close the browser.
guide-after-answers = Do not save the answers on your computer.

guide-next = To the self-check
